namespace Platform.Training.Tasks;

/// <summary>Which samples are shown to people.</summary>
public static class SampleChoice
{
    /// <summary>At most <paramref name="count"/>, spread over the set: neighbours are often frames of one scene.</summary>
    public static IEnumerable<T> Spread<T>(IReadOnlyList<T> samples, int count)
    {
        var shown = Math.Min(count, samples.Count);
        return Enumerable.Range(0, shown).Select(i => samples[(int)((long)i * samples.Count / shown)]);
    }
}
