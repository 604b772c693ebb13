using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Datasets.Comparison;

/// <summary>
/// Tells what became of the shapes of one asset. A copied shape has another id than its original, so shapes are known by what they are; what is left over on both sides is paired
/// where it covers the same place.
/// </summary>
internal static class ShapeMatching
{
    /// <summary>Overlap (intersection over union of bounds) above which a shape of the same class counts as redrawn.</summary>
    private const double SameClassOverlap = 0.3;

    /// <summary>The same for a shape of another class, which then counts as relabelled.</summary>
    private const double OtherClassOverlap = 0.7;

    // Beyond it leftovers are not paired: everything was drawn anew.
    private const int MaxPaired = 1000;

    public static IReadOnlyList<ShapeDiff> Compare(IEnumerable<ContentShape> before, IEnumerable<ContentShape> after)
    {
        var left = Accepted(before);
        var right = Accepted(after);
        var same = TakeEqual(left, right, RawKey);
        same.AddRange(TakeEqual(left, right, CanonicalKey));
        var diffs = same.ConvertAll(shape => new ShapeDiff(DiffKind.Unchanged, shape.Type, null, shape.ClassKey, shape.Geometry, shape.Geometry, shape.Frame));
        diffs.AddRange(Pair(left, right));
        diffs.AddRange(left.Select(shape => new ShapeDiff(DiffKind.Removed, shape.Type, null, shape.ClassKey, shape.Geometry, null, shape.Frame)));
        diffs.AddRange(right.Select(shape => new ShapeDiff(DiffKind.Added, shape.Type, null, shape.ClassKey, null, shape.Geometry, shape.Frame)));
        return diffs;
    }

    private static List<ContentShape> Accepted(IEnumerable<ContentShape> shapes) => [.. shapes.Where(shape => shape.ReviewState == ReviewState.Accepted)];

    // The text of the database settles nearly all shapes without reading their JSON.
    private static object RawKey(ContentShape shape) => (shape.ClassKey, shape.Type, shape.Geometry, shape.Attributes, shape.Frame, shape.ZOrder);

    private static object CanonicalKey(ContentShape shape) =>
        DatasetManifest.ShapeLine(new ManifestShape(shape.ClassKey, shape.Type, shape.Geometry, shape.Attributes, shape.Frame, null, shape.ZOrder));

    /// <summary>Takes out of both lists what is equal, each shape once.</summary>
    private static List<ContentShape> TakeEqual(List<ContentShape> left, List<ContentShape> right, Func<ContentShape, object> keyOf)
    {
        var taken = new List<ContentShape>();
        if (left.Count == 0 || right.Count == 0)
        {
            return taken;
        }

        var waiting = left.GroupBy(keyOf).ToDictionary(group => group.Key, group => new Queue<ContentShape>(group));
        right.RemoveAll(shape =>
        {
            if (waiting.GetValueOrDefault(keyOf(shape)) is not { Count: > 0 } equals)
            {
                return false;
            }

            equals.Dequeue();
            taken.Add(shape);
            return true;
        });
        left.Clear();
        left.AddRange(waiting.Values.SelectMany(rest => rest));
        return taken;
    }

    private static List<ShapeDiff> Pair(List<ContentShape> left, List<ContentShape> right)
    {
        if (Math.Max(left.Count, right.Count) > MaxPaired)
        {
            return [];
        }

        var (leftBounds, rightBounds) = (left.ConvertAll(BoundsOf), right.ConvertAll(BoundsOf));
        var candidates =
            from i in Enumerable.Range(0, left.Count)
            from j in Enumerable.Range(0, right.Count)
            where left[i].Type == right[j].Type && left[i].Frame == right[j].Frame
            
            // Tags of a whole image cover no place: they are there or not.
            let overlap = leftBounds[i].Overlap(rightBounds[j])
            let isSameClass = left[i].ClassKey == right[j].ClassKey
            where overlap >= (isSameClass ? SameClassOverlap : OtherClassOverlap)
            orderby isSameClass descending, overlap descending
            select (Left: i, Right: j);
        var (usedLeft, usedRight, pairs) = (new HashSet<int>(), new HashSet<int>(), new List<ShapeDiff>());
        foreach (var (i, j) in candidates.ToList())
        {
            if (!usedLeft.Contains(i) && usedRight.Add(j))
            {
                usedLeft.Add(i);
                pairs.Add(new ShapeDiff(DiffKind.Changed, right[j].Type, left[i].ClassKey, right[j].ClassKey, left[i].Geometry, right[j].Geometry, right[j].Frame));
            }
        }

        var (restLeft, restRight) = (left.Where((_, i) => !usedLeft.Contains(i)).ToList(), right.Where((_, j) => !usedRight.Contains(j)).ToList());
        left.Clear();
        left.AddRange(restLeft);
        right.Clear();
        right.AddRange(restRight);
        return pairs;
    }

    private static BoxGeometry BoundsOf(ContentShape shape) => GeometryJson.Parse(shape.Type, shape.Geometry).Bounds;
}
