using System.Text.Json;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Tracks;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Datasets.Queries;

/// <summary>A stored box of a video.</summary>
/// <param name="TrackId">Null for a box of its frame alone.</param>
/// <param name="Attributes">JSON object.</param>
internal sealed record VideoBox(int ClassIndex, string Geometry, int Frame, Guid? TrackId, string? Attributes)
{
    // Sample: {"occluded":true,"outside":true}.
    public bool IsOutside => Attributes is not null && JsonElement.Parse(Attributes).TryGetProperty("outside", out var outside) && outside.ValueKind == JsonValueKind.True;
}

/// <summary>The frames of a video that somebody annotated, each with all boxes in sight on it: those drawn there and those of tracks that pass through.</summary>
internal static class TrainingFrames
{
    /// <param name="excluded">Frames that a person left out; tracks that pass through them are seen on the others as before.</param>
    /// <returns>By frame, ascending; a frame without any box is left out, since nobody can tell an empty frame from one that was not looked at.</returns>
    public static IEnumerable<(int Frame, IReadOnlyList<TrainingBox> Boxes)> Of(IReadOnlyList<VideoBox> stored, IReadOnlyCollection<int> excluded)
    {
        var singles = stored.Where(box => box.TrackId is null).ToLookup(box => box.Frame);
        var tracks = stored.Where(box => box.TrackId is not null).GroupBy(box => box.TrackId)
            .Select(rows => (rows.First().ClassIndex, Track: new Track(rows.Select(row => new Keyframe(row.Frame, Parse(row.Geometry), row.IsOutside))))).ToList();
        foreach (var frame in stored.Select(box => box.Frame).Except(excluded).Order())
        {
            var boxes = singles[frame].Select(box => ToBox(box.ClassIndex, Parse(box.Geometry)))
                .Concat(tracks.Select(track => (track.ClassIndex, Shape: track.Track.At(frame))).Where(seen => seen.Shape is not null).Select(seen => ToBox(seen.ClassIndex, seen.Shape!)))
                .ToList();
            if (boxes.Count > 0)
            {
                yield return (frame, boxes);
            }
        }
    }

    public static TrainingBox ToBox(int classIndex, ShapeGeometry geometry)
    {
        var box = (BoxGeometry)geometry;
        return new TrainingBox(classIndex, (float)box.X, (float)box.Y, (float)box.Width, (float)box.Height);
    }

    public static ShapeGeometry Parse(string geometry) => GeometryJson.Parse(ShapeType.Bbox, geometry);
}
