using Platform.Core.Annotations.Geometry;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Interchange;

/// <summary>A keypoint under the name that a file gives it; visibility 0 absent, 1 hidden, 2 visible.</summary>
public sealed record NamedPoint(string Name, double X, double Y, int Visibility);

/// <summary>Keypoints that a file names one by one; only the class that takes them knows their order.</summary>
public sealed record NamedPoints(IReadOnlyList<NamedPoint> Points) : ShapeGeometry
{
    public override ShapeType? Type => ShapeType.Keypoints;

    public override BoxGeometry Bounds => BoundsOf(Points.Where(point => point.Visibility > 0).Select(point => (point.X, point.Y)));

    public override ShapeGeometry Scale(double scaleX, double scaleY) =>
        new NamedPoints([.. Points.Select(point => point with { X = point.X * scaleX, Y = point.Y * scaleY })]);

    /// <summary>In the skeleton's order; a point that the file lacks is absent. Names that are not the skeleton's count by their place.</summary>
    public KeypointsGeometry Ordered(IReadOnlyList<string> names)
    {
        var byName = Points.GroupBy(point => point.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
        var ordered = names.Any(byName.ContainsKey) || Points.Count != names.Count
            ? names.Select(name => byName.GetValueOrDefault(name) ?? new NamedPoint(name, 0, 0, 0))
            : Points;
        return new KeypointsGeometry([.. ordered.SelectMany(point => new[] { point.X, point.Y, point.Visibility })]);
    }
}
