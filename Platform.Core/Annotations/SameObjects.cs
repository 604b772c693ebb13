using Platform.Core.Annotations.Geometry;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Annotations;

/// <summary>A shape, as far as it is compared with what somebody else drew on the same image.</summary>
/// <param name="Bounds">Pixels of the upright image; null for a tag, which covers no place: it is there or not.</param>
public sealed record ComparedShape(string ClassKey, ShapeType? Type, BoxGeometry? Bounds)
{
    public static ComparedShape Of(string classKey, ShapeGeometry geometry) => new(classKey, geometry.Type, geometry.Type is null ? null : geometry.Bounds);
}

/// <summary>Pairs the shapes of two who looked at the same image.</summary>
public static class SameObjects
{
    /// <summary>Boxes that overlap so far (IoU) are of one object.</summary>
    public const double LeastOverlap = 0.5;

    /// <summary>Pairs of shapes of one class and kind by their numbers in the lists, each shape in one pair at most; greedy, the best overlap first. For a few hundred shapes an image.</summary>
    public static IReadOnlyList<(int First, int Second, double Overlap)> Pair(IReadOnlyList<ComparedShape> first, IReadOnlyList<ComparedShape> second)
    {
        var candidates =
            from i in Enumerable.Range(0, first.Count)
            from j in Enumerable.Range(0, second.Count)
            where first[i].ClassKey == second[j].ClassKey && first[i].Type == second[j].Type
            let overlap = first[i].Bounds is { } box && second[j].Bounds is { } other ? box.Overlap(other) : 1
            where overlap >= LeastOverlap
            orderby overlap descending
            select (First: i, Second: j, Overlap: overlap);
        var (usedFirst, usedSecond) = (new HashSet<int>(), new HashSet<int>());
        return [.. candidates.Where(pair => !usedFirst.Contains(pair.First) && usedSecond.Add(pair.Second) && usedFirst.Add(pair.First))];
    }
}
