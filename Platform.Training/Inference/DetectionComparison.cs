namespace Platform.Training.Inference;

/// <summary>Finds how many detections of one run have an equal in another run of the same image.</summary>
public static class DetectionComparison
{
    /// <summary>Counts pairs of equal class whose corners and scores differ by at most the tolerances; each detection is used once.</summary>
    /// <param name="expected">By falling score.</param>
    /// <param name="actual">By falling score.</param>
    /// <param name="boxTolerance">Pixels.</param>
    /// <param name="scoreTolerance">Difference of confidences.</param>
    public static int CountMatches(
        IReadOnlyList<Detection> expected, IReadOnlyList<Detection> actual, float boxTolerance = .1f, float scoreTolerance = .001f)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        var taken = new bool[actual.Count];
        var matches = 0;
        foreach (var wanted in expected)
        {
            for (var i = 0; i < actual.Count; i++)
            {
                if (!taken[i] && IsEqual(wanted, actual[i], boxTolerance, scoreTolerance))
                {
                    taken[i] = true;
                    matches++;
                    break;
                }
            }
        }

        return matches;
    }

    /// <summary>Largest absolute difference of two equally long outputs; NaN on either side counts as infinite.</summary>
    public static float MaxDifference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        if (expected.Length != actual.Length)
        {
            throw new ArgumentException($"{expected.Length} values cannot be compared with {actual.Length}.", nameof(actual));
        }

        var largest = 0f;
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(expected[i] - actual[i]);
            largest = float.IsNaN(difference) ? float.PositiveInfinity : Math.Max(largest, difference);
        }

        return largest;
    }

    private static bool IsEqual(in Detection a, in Detection b, float boxTolerance, float scoreTolerance) =>
        a.ClassIndex == b.ClassIndex
        && Math.Abs(a.Score - b.Score) <= scoreTolerance
        && Math.Abs(a.X1 - b.X1) <= boxTolerance
        && Math.Abs(a.Y1 - b.Y1) <= boxTolerance
        && Math.Abs(a.X2 - b.X2) <= boxTolerance
        && Math.Abs(a.Y2 - b.Y2) <= boxTolerance;
}
