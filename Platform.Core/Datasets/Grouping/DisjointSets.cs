namespace Platform.Core.Datasets.Grouping;

/// <summary>Numbers 0 to n-1, joined into sets as it turns out that they belong together.</summary>
internal sealed class DisjointSets(int count)
{
    private readonly int[] _parents = [.. Enumerable.Range(0, count)];

    /// <summary>One member that stands for the whole set.</summary>
    public int Find(int item)
    {
        while (_parents[item] != item)
        {
            // Halving the path keeps later walks short.
            item = _parents[item] = _parents[_parents[item]];
        }

        return item;
    }

    /// <summary>The lower number stands for both, so the outcome does not hang on the order of joins.</summary>
    public void Join(int left, int right)
    {
        var (a, b) = (Find(left), Find(right));
        _parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    /// <summary>The sets, each with its members ascending, by their lowest members.</summary>
    public IEnumerable<IReadOnlyList<int>> Sets() =>
        Enumerable.Range(0, _parents.Length).GroupBy(Find).Select(set => (IReadOnlyList<int>)[.. set]);
}
