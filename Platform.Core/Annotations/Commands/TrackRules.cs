using Microsoft.EntityFrameworkCore;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Annotations.Commands;

/// <summary>
/// What holds for the tracks of a video after a save: one keyframe a frame, one class a track (and so one type). Looks at the final state, so that
/// keyframes may change places in one save, and reads no more than counts and the frames in question, however long the tracks are.
/// </summary>
internal static class TrackRules
{
    // Keeps a statement's parameters well below the engines' limits.
    private const int DraftsAtOnce = 500;

    /// <param name="drafts">What the save writes.</param>
    /// <param name="touched">Every row that the save writes over or deletes, as it stands before, by id.</param>
    public static async Task CheckAsync(PlatformDbContext db, Guid assetId, IReadOnlyList<AnnotationDraft> drafts, IReadOnlyDictionary<Guid, Annotation> touched, CancellationToken cancellationToken)
    {
        var keyframes = drafts.Where(draft => draft.Placement.TrackId is not null).ToList();
        foreach (var chunk in keyframes.Chunk(DraftsAtOnce))
        {
            await CheckFramesAsync(db, assetId, chunk, touched, cancellationToken);
        }

        if (keyframes.GroupBy(draft => (draft.Placement.TrackId, draft.Placement.Frame)).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw FrameTaken(twice.Key.Frame);
        }

        foreach (var tracks in keyframes.GroupBy(draft => draft.Placement.TrackId).Chunk(DraftsAtOnce))
        {
            await CheckClassesAsync(db, assetId, tracks, touched, cancellationToken);
        }
    }

    private static async Task CheckFramesAsync(PlatformDbContext db, Guid assetId, AnnotationDraft[] chunk, IReadOnlyDictionary<Guid, Annotation> touched, CancellationToken cancellationToken)
    {
        var places = chunk.Select(draft => (draft.Placement.TrackId, draft.Placement.Frame)).ToHashSet();
        Guid?[] tracks = [.. places.Select(place => place.TrackId).Distinct()];
        int?[] frames = [.. places.Select(place => place.Frame).Distinct()];
        var standing = await db.Annotations.Where(row => row.AssetId == assetId && tracks.Contains(row.TrackId) && frames.Contains(row.Frame))
            .Select(row => new { row.Id, row.TrackId, row.Frame }).ToListAsync(cancellationToken);
        if (standing.FirstOrDefault(row => !touched.ContainsKey(row.Id) && places.Contains((row.TrackId, row.Frame))) is { } taken)
        {
            throw FrameTaken(taken.Frame);
        }
    }

    private static async Task CheckClassesAsync(
        PlatformDbContext db, Guid assetId, IGrouping<Guid?, AnnotationDraft>[] tracks, IReadOnlyDictionary<Guid, Annotation> touched, CancellationToken cancellationToken)
    {
        Guid?[] ids = [.. tracks.Select(track => track.Key)];
        var counts = await db.Annotations.Where(row => row.AssetId == assetId && ids.Contains(row.TrackId))
            .GroupBy(row => new { row.TrackId, row.LabelClassId }).Select(group => new { group.Key.TrackId, group.Key.LabelClassId, Count = group.Count() }).ToListAsync(cancellationToken);
        var leaving = touched.Values.CountBy(row => (row.TrackId, row.LabelClassId)).ToDictionary();
        foreach (var track in tracks)
        {
            var staying = counts.Where(row => row.TrackId == track.Key && row.Count > leaving.GetValueOrDefault((row.TrackId, row.LabelClassId))).Select(row => row.LabelClassId);
            if (track.Select(draft => draft.Class.Id).Concat(staying).Distinct().Count() > 1)
            {
                throw new DomainRuleException("annotation.track_class", "All keyframes of a track have one class. Change the class of the whole track, or split it first.");
            }
        }
    }

    private static DomainRuleException FrameTaken(int? frame) =>
        new("annotation.track_frame_taken", $"The track has a keyframe on frame {frame} already. Change that one instead of adding a second.", frame ?? 0);
}
