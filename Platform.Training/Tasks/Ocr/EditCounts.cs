namespace Platform.Training.Tasks.Ocr;

/// <summary>The cheapest way from a true sequence to a read one (Levenshtein, https://doi.org/10.1145/321796.321811).</summary>
/// <param name="Hits">Items that stand in both.</param>
/// <param name="Substitutions">Items read as another.</param>
/// <param name="Insertions">Items read that are not there.</param>
/// <param name="Deletions">Items that were not read.</param>
public readonly record struct EditCounts(int Hits, int Substitutions, int Insertions, int Deletions)
{
    public int Distance => Substitutions + Insertions + Deletions;

    public static EditCounts operator +(EditCounts a, EditCounts b) =>
        new(a.Hits + b.Hits, a.Substitutions + b.Substitutions, a.Insertions + b.Insertions, a.Deletions + b.Deletions);

    /// <param name="truth">Items as they are.</param>
    /// <param name="read">Items as read.</param>
    /// <param name="substituted">Hears of each pair that was confused.</param>
    public static EditCounts Between(IReadOnlyList<string> truth, IReadOnlyList<string> read, Action<string, string>? substituted = null)
    {
        // cost[i, j]: from the first i true items to the first j read ones.
        var cost = new int[truth.Count + 1, read.Count + 1];
        for (var i = 0; i <= truth.Count; i++)
        {
            for (var j = 0; j <= read.Count; j++)
            {
                cost[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(cost[i - 1, j - 1] + (truth[i - 1] == read[j - 1] ? 0 : 1), Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1),
                };
            }
        }

        return Trace(cost, truth, read, substituted);
    }

    // Back from the end; of equally cheap ways the one with a substitution, so that confusions are seen.
    private static EditCounts Trace(int[,] cost, IReadOnlyList<string> truth, IReadOnlyList<string> read, Action<string, string>? substituted)
    {
        var counts = default(EditCounts);
        var (i, j) = (truth.Count, read.Count);
        while (i > 0 || j > 0)
        {
            if (i > 0 && j > 0 && truth[i - 1] == read[j - 1] && cost[i, j] == cost[i - 1, j - 1])
            {
                (counts, i, j) = (counts with { Hits = counts.Hits + 1 }, i - 1, j - 1);
            }
            else if (i > 0 && j > 0 && cost[i, j] == cost[i - 1, j - 1] + 1)
            {
                (counts, i, j) = (counts with { Substitutions = counts.Substitutions + 1 }, i - 1, j - 1);
                substituted?.Invoke(truth[i], read[j]);
            }
            else if (i > 0 && cost[i, j] == cost[i - 1, j] + 1)
            {
                (counts, i) = (counts with { Deletions = counts.Deletions + 1 }, i - 1);
            }
            else
            {
                (counts, j) = (counts with { Insertions = counts.Insertions + 1 }, j - 1);
            }
        }

        return counts;
    }
}
