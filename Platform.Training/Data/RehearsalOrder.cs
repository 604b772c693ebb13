namespace Platform.Training.Data;

/// <summary>Shows every new sample once an epoch, and in each batch a fixed number of old ones, which come round and round.</summary>
public sealed class RehearsalOrder : ISampleOrder
{
    private readonly int _newCount;
    private readonly int _oldCount;
    private readonly int _batchSize;
    private readonly int _oldInBatch;
    private readonly long _seed;
    private int _round = -1;
    private int[] _shuffled = [];

    /// <param name="newCount">The first samples of the list.</param>
    /// <param name="oldCount">Those after them.</param>
    /// <param name="batchSize">Samples of a batch.</param>
    /// <param name="share">Share of a batch that old samples take; rounded, but at least one old and one new sample as far as the batch has room.</param>
    /// <param name="seed">Decides the order.</param>
    public RehearsalOrder(int newCount, int oldCount, int batchSize, double share, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(newCount, 1);
        (_newCount, _oldCount, _batchSize, _seed) = (newCount, oldCount, batchSize, seed);
        _oldInBatch = oldCount == 0 || share <= 0 || batchSize == 1 ? 0 : Math.Clamp((int)Math.Round(share * batchSize), 1, batchSize - 1);
    }

    private int NewInBatch => _batchSize - _oldInBatch;

    public int BatchesPerEpoch => EpochOrder.BatchCount(_newCount, NewInBatch);

    public int[] Epoch(int epoch)
    {
        var fresh = EpochOrder.Shuffled(_newCount, NewInBatch, _seed, epoch);
        var order = new int[BatchesPerEpoch * _batchSize];
        for (var batch = 0; batch < BatchesPerEpoch; batch++)
        {
            fresh.AsSpan(batch * NewInBatch, NewInBatch).CopyTo(order.AsSpan(batch * _batchSize));
            for (var i = 0; i < _oldInBatch; i++)
            {
                order[(batch * _batchSize) + NewInBatch + i] = _newCount + OldAt(((long)epoch * BatchesPerEpoch * _oldInBatch) + (batch * _oldInBatch) + i);
            }
        }

        return order;
    }

    // Rounds of shuffled old samples, counted over all epochs, so that each is shown as often as the others.
    private int OldAt(long position)
    {
        var round = (int)(position / _oldCount);
        if (round != _round)
        {
            (_round, _shuffled) = (round, EpochOrder.Shuffled(_oldCount, 1, ~_seed, round));
        }

        return _shuffled[position % _oldCount];
    }
}
