using System.Text.Json;
using Platform.Core.Annotations.Tracks;

namespace Platform.Core.Interchange.Export;

/// <summary>
/// The frames of a video that somebody annotated, as images: with the shapes drawn there and those of tracks that pass through, as in training.
/// Frames that nobody touched are left out, since nobody can tell whether they are empty.
/// </summary>
internal static class VideoFrameImages
{
    public static IReadOnlyList<int> FramesOf(ExportImage video) => [.. video.Shapes.Select(shape => shape.Frame).OfType<int>().Distinct().Order()];

    public static IEnumerable<ExportImage> Of(ExportImage video)
    {
        var tracks = video.Shapes.Where(shape => shape.TrackId is not null).GroupBy(shape => shape.TrackId)
            .Select(rows => (Rows: rows.OrderBy(shape => shape.Frame).ToList(), Track: new Track(rows.Select(ToKeyframe)))).ToList();
        foreach (var frame in FramesOf(video))
        {
            var passing = tracks.Select(track => (Shape: track.Rows.LastOrDefault(row => row.Frame <= frame), Geometry: track.Track.At(frame)))
                .Where(seen => seen.Geometry is not null).Select(seen => seen.Shape! with { Geometry = seen.Geometry!, Frame = null, TrackId = null });
            var drawn = video.Shapes.Where(shape => shape.TrackId is null && shape.Frame == frame).Select(shape => shape with { Frame = null });
            yield return video with
            {
                Name = FormattableString.Invariant($"{video.Stem}/frame_{frame:000000}.jpg"),
                Shapes = [.. drawn.Concat(passing)],
                Video = null,
                OpenAsync = cancellation => video.Video!.OpenFrameAsync(frame, cancellation),
            };
        }
    }

    public static bool IsOutside(ExportShape shape) =>
        shape.Attributes is { } attributes && JsonElement.Parse(attributes).TryGetProperty("outside", out var outside) && outside.ValueKind == JsonValueKind.True;

    private static Keyframe ToKeyframe(ExportShape shape) => new(shape.Frame ?? 0, shape.Geometry, IsOutside(shape));
}
