namespace Platform.Core.Datasets.Grouping;

/// <summary>Assets that are dealt together.</summary>
/// <param name="Size">How many they are.</param>
/// <param name="Place">Orders groups of one size; a hash of seed and content.</param>
/// <param name="Classes">How many of them show each class, by the class's number.</param>
internal sealed record DealGroup(int Size, string Place, IReadOnlyDictionary<int, int> Classes);

/// <summary>
/// Deals groups out to splits so that each gets its share of the assets and, where classes are given, of the images of every class: iterative stratification (Sechidis, Tsoumakas and Vlahavas,
/// 2011), the rarest class first, with whole groups instead of single images.
/// </summary>
internal static class SplitDeal
{
    /// <param name="shares">Of each split; they sum to 1.</param>
    /// <returns>For each group the number of its split.</returns>
    public static int[] Deal(IReadOnlyList<DealGroup> groups, double[] shares)
    {
        var order = Enumerable.Range(0, groups.Count).OrderByDescending(group => groups[group].Size).ThenBy(group => groups[group].Place, StringComparer.Ordinal).ToList();
        var table = new Table(groups, shares);
        foreach (var byClass in ByRarity(groups, order, table))
        {
            table.Give(byClass.Group, byClass.Class);
        }

        foreach (var group in order.Where(group => table.Splits[group] < 0))
        {
            table.Give(group, null);
        }

        FillEmpty(groups, shares, order, table.Splits);
        return table.Splits;
    }

    // While it is enumerated the table fills: the class whose undealt groups are fewest comes next.
    private static IEnumerable<(int Group, int Class)> ByRarity(IReadOnlyList<DealGroup> groups, List<int> order, Table table)
    {
        var byClass = new Dictionary<int, List<int>>();
        foreach (var group in order)
        {
            foreach (var item in groups[group].Classes.Keys)
            {
                (byClass.TryGetValue(item, out var list) ? list : byClass[item] = []).Add(group);
            }
        }

        while (byClass.Count > 0)
        {
            var rarest = byClass.Keys.OrderBy(item => table.Undealt(item)).ThenBy(item => item).First();
            foreach (var group in byClass[rarest].Where(group => table.Splits[group] < 0))
            {
                yield return (group, rarest);
            }

            byClass.Remove(rarest);
        }
    }

    // A split that is wanted does not stay empty while another can spare a group.
    private static void FillEmpty(IReadOnlyList<DealGroup> groups, double[] shares, List<int> order, int[] splits)
    {
        for (var split = 0; split < shares.Length; split++)
        {
            if (shares[split] <= 0 || splits.Contains(split))
            {
                continue;
            }

            var rich = splits.GroupBy(other => other).Where(others => others.Count() > 1).OrderByDescending(others => others.Count()).ThenBy(others => others.Key).FirstOrDefault();
            if (rich is not null)
            {
                splits[order.Last(group => splits[group] == rich.Key)] = split;
            }
        }
    }

    /// <summary>What every split still wants, in all and of each class.</summary>
    private sealed class Table
    {
        private readonly IReadOnlyList<DealGroup> _groups;
        private readonly double[] _shares;
        private readonly double[] _wanted;
        private readonly Dictionary<int, double[]> _wantedOf = [];
        private readonly Dictionary<int, int> _undealt = [];

        public Table(IReadOnlyList<DealGroup> groups, double[] shares)
        {
            (_groups, _shares) = (groups, shares);
            Splits = [.. groups.Select(_ => -1)];
            var total = groups.Sum(group => group.Size);
            _wanted = [.. shares.Select(share => share * total)];
            foreach (var (item, count) in groups.SelectMany(group => group.Classes))
            {
                var wanted = _wantedOf.TryGetValue(item, out var known) ? known : _wantedOf[item] = new double[shares.Length];
                for (var split = 0; split < shares.Length; split++)
                {
                    wanted[split] += shares[split] * count;
                }

                _undealt[item] = _undealt.GetValueOrDefault(item) + 1;
            }
        }

        public int[] Splits { get; }

        public int Undealt(int item) => _undealt[item];

        /// <summary>To the split that wants the class most; else, or between equals, to the one that wants assets most.</summary>
        public void Give(int group, int? item)
        {
            var best = Enumerable.Range(0, _shares.Length).Where(split => _shares[split] > 0)
                .OrderByDescending(split => item is { } wanted ? _wantedOf[wanted][split] : 0).ThenByDescending(split => _wanted[split]).First();
            Splits[group] = best;
            _wanted[best] -= _groups[group].Size;
            foreach (var (other, count) in _groups[group].Classes)
            {
                _wantedOf[other][best] -= count;
                _undealt[other]--;
            }
        }
    }
}
