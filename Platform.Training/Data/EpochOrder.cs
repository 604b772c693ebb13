namespace Platform.Training.Data;

/// <summary>Which samples make up an epoch, in which order.</summary>
public static class EpochOrder
{
    /// <summary>
    /// A permutation that depends on seed and epoch only. It is filled up with its own beginning to whole batches: small
    /// sets lose no image, and every training batch has the same size.
    /// </summary>
    public static int[] Shuffled(int sampleCount, int batchSize, long seed, int epoch)
    {
        var order = Enumerable.Range(0, sampleCount).ToArray();
        var random = new SampleRandom(seed, epoch, -1);
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.NextIndex(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        var filled = new int[BatchCount(sampleCount, batchSize) * batchSize];
        for (var i = 0; i < filled.Length; i++)
        {
            filled[i] = order[i % order.Length];
        }

        return filled;
    }

    public static int BatchCount(int sampleCount, int batchSize) => (sampleCount + batchSize - 1) / batchSize;
}
