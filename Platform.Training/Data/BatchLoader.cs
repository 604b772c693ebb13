namespace Platform.Training.Data;

/// <summary>
/// Decodes and augments ahead of the training step on its own threads. What a batch holds depends on the samples, the
/// options and the epoch alone, never on thread timing. One epoch is read at a time.
/// </summary>
public sealed class BatchLoader
{
    private readonly IReadOnlyList<TrainingSample> _samples;
    private readonly BatchLoaderOptions _options;
    private readonly ISampleComposer _composer;
    private readonly BatchBufferPool _pool;
    private OrderedBatchQueue? _queue;
    private long _waitedTicks;

    public BatchLoader(IReadOnlyList<TrainingSample> samples, DecodeCache cache, BatchLoaderOptions options)
        : this(samples, new SampleComposer(samples, cache, options), options)
    {
    }

    public BatchLoader(IReadOnlyList<TrainingSample> samples, ISampleComposer composer, BatchLoaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(samples.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Prefetch, 1);
        _samples = samples;
        _options = options;
        _composer = composer;
        // Those waiting, those being made, and the one that the consumer holds.
        _pool = new BatchBufferPool(checked(options.BatchSize * 3 * options.ImageSize * options.Height), options.Prefetch + options.Workers + 1);
    }

    public int BatchesPerEpoch => _options.Order?.BatchesPerEpoch ?? EpochOrder.BatchCount(_samples.Count, _options.BatchSize);

    /// <summary>Batches ready and not yet taken; 0 while the consumer waits for data.</summary>
    public int QueueDepth => _queue?.Depth ?? 0;

    /// <summary>Time the consumer has spent waiting for batches since the loader was made.</summary>
    public TimeSpan ConsumerWaited => TimeSpan.FromTicks(Interlocked.Read(ref _waitedTicks));

    /// <summary>
    /// The batches of an epoch in order, from <paramref name="firstBatch"/> on. Dispose each batch after its step; leaving the
    /// loop early stops the threads.
    /// </summary>
    /// <exception cref="SampleLoadException">An image cannot be read or decoded.</exception>
    public IEnumerable<SampleBatch> ReadEpoch(int epoch, CancellationToken cancellationToken, int firstBatch = 0)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var queue = new OrderedBatchQueue(firstBatch, BatchesPerEpoch, _options.Prefetch);
        var order = _options.IsTraining
            ? _options.Order?.Epoch(epoch) ?? EpochOrder.Shuffled(_samples.Count, _options.BatchSize, _options.Seed, epoch)
            : [.. Enumerable.Range(0, _samples.Count)];
        _queue = queue;
        var workers = Enumerable.Range(0, Math.Min(_options.Workers, Math.Max(1, BatchesPerEpoch - firstBatch)))
            .Select(i => StartWorker(i, queue, order, epoch)).ToArray();
        try
        {
            for (var index = firstBatch; index < BatchesPerEpoch; index++)
            {
                var batch = queue.Take(cancellationToken, out var waited);
                Interlocked.Add(ref _waitedTicks, waited.Ticks);
                yield return batch;
            }
        }
        finally
        {
            queue.Stop();
            foreach (var worker in workers)
            {
                worker.Join();
            }

            _queue = null;
        }
    }

    private Thread StartWorker(int number, OrderedBatchQueue queue, int[] order, int epoch)
    {
        var thread = new Thread(() => Work(queue, order, epoch)) { IsBackground = true, Name = $"batch-loader-{number}" };
        thread.Start();
        return thread;
    }

    // A thread must not die of an exception: whatever goes wrong reaches the consumer instead.
    private void Work(OrderedBatchQueue queue, int[] order, int epoch)
    {
        SampleBatch? batch = null;
        try
        {
            for (var index = queue.Claim(); index >= 0; index = queue.Claim())
            {
                var first = index * _options.BatchSize;
                batch = new SampleBatch(_pool, index, Math.Min(_options.BatchSize, order.Length - first), _options.ImageSize, _options.Height);
                for (var slot = 0; slot < batch.Count && !queue.IsStopped; slot++)
                {
                    Fill(batch, slot, order[first + slot], epoch, first + slot);
                }

                queue.Put(batch);
                batch = null;
            }
        }
        catch (Exception exception)
        {
            batch?.Dispose();
            queue.Fail(exception);
        }
    }

    private void Fill(SampleBatch batch, int slot, int sample, int epoch, int position)
    {
        if (_options.Augmentation is { } recipe)
        {
            _composer.ComposeTraining(batch, slot, sample, new SampleRandom(_options.Seed, epoch, position), recipe.IsStrong(epoch, _options.TotalEpochs));
        }
        else
        {
            _composer.ComposeEvaluation(batch, slot, sample);
        }
    }
}
