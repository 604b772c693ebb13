using System.Runtime.InteropServices;

namespace Platform.Training.Evaluation;

/// <summary>Sorting by falling score that keeps the given order of equal scores, as the reference's merge sort does.</summary>
internal static class StableSort
{
    /// <summary>Indexes 0..n-1 ordered by falling score; equal scores stay in index order.</summary>
    public static int[] IndexesByFallingScore(ReadOnlySpan<double> scores)
    {
        var keys = new Key[scores.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = new Key(scores[i], i);
        }

        Array.Sort(keys);
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = keys[i].Index;
        }

        return order;
    }

    /// <summary>Sorts a range of detections in place.</summary>
    public static void ByFallingScore(List<DetectedBox> detections, int start, int count)
    {
        var range = CollectionsMarshal.AsSpan(detections).Slice(start, count);
        Span<double> scores = count <= 512 ? stackalloc double[count] : new double[count];
        var sorted = true;
        for (var i = 0; i < count; i++)
        {
            scores[i] = range[i].Score;
            sorted &= i == 0 || scores[i - 1] >= scores[i];
        }

        // Detectors mostly deliver their boxes sorted already.
        if (sorted)
        {
            return;
        }

        var copy = range.ToArray();
        var order = IndexesByFallingScore(scores);
        for (var i = 0; i < count; i++)
        {
            range[i] = copy[order[i]];
        }
    }

    private readonly record struct Key(double Score, int Index) : IComparable<Key>
    {
        public int CompareTo(Key other)
        {
            var order = other.Score.CompareTo(Score);
            return order != 0 ? order : Index.CompareTo(other.Index);
        }
    }
}
