using Platform.Core.Imaging;

namespace Platform.Core.Datasets.Grouping;

/// <summary>
/// Finds pictures that look alike without comparing each with each. A hash falls into four bands of 16 bits; of two hashes at most 7 bits apart, at least one band differs in at most one bit
/// (pigeonhole), so it suffices to look into the 17 buckets around each band (multi-index hashing, Norouzi et al. 2012).
/// </summary>
internal static class NearDuplicates
{
    // Pictures that differ from each other but share 16 bits, as frames of one scene do, would be compared each with each: a bucket is looked at so far and no farther.
    private const int MaxBucket = 2048;

    private const int Bands = 4;
    private const int BandBits = 16;
    private const int Buckets = 1 << BandBits;

    /// <param name="hashes">One for each item of <paramref name="sets"/>; null matches nothing.</param>
    public static void Join(IReadOnlyList<long?> hashes, DisjointSets sets)
    {
        var first = new Dictionary<long, int>();
        var distinct = new List<(long Hash, int Item)>();
        for (var item = 0; item < hashes.Count; item++)
        {
            if (hashes[item] is not { } hash)
            {
                continue;
            }

            if (first.TryGetValue(hash, out var same))
            {
                sets.Join(same, item);
            }
            else
            {
                first.Add(hash, item);
                distinct.Add((hash, item));
            }
        }

        for (var band = 0; band < Bands; band++)
        {
            JoinBand(distinct, band * BandBits, sets);
        }
    }

    private static void JoinBand(List<(long Hash, int Item)> distinct, int shift, DisjointSets sets)
    {
        int Key(int index) => (int)(((ulong)distinct[index].Hash >> shift) & (Buckets - 1));
        var starts = new int[Buckets + 1];
        for (var i = 0; i < distinct.Count; i++)
        {
            starts[Key(i) + 1]++;
        }

        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            starts[bucket + 1] += starts[bucket];
        }

        var filled = (int[])starts.Clone();
        var members = new int[distinct.Count];
        for (var i = 0; i < distinct.Count; i++)
        {
            members[filled[Key(i)]++] = i;
        }

        for (var i = 0; i < distinct.Count; i++)
        {
            var key = Key(i);
            for (var bit = -1; bit < BandBits; bit++)
            {
                var bucket = bit < 0 ? key : key ^ (1 << bit);
                var end = Math.Min(starts[bucket + 1], starts[bucket] + MaxBucket);
                // Members stand in ascending order: each pair is met once, from its later side.
                for (var at = starts[bucket]; at < end && members[at] < i; at++)
                {
                    if (PerceptualHash.Distance(distinct[i].Hash, distinct[members[at]].Hash) <= PerceptualHash.NearDistance)
                    {
                        sets.Join(distinct[i].Item, distinct[members[at]].Item);
                    }
                }
            }
        }
    }
}
