using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Deployments;

/// <summary>
/// Answers the requests of one network: images are decoded on their callers' threads, then one loop runs whatever stands there as a batch. What arrives during a run makes the next one.
/// How many images are inside is bounded by whoever lets them in.
/// </summary>
internal sealed class BatchQueue : IAsyncDisposable
{
    // Decoding more at once would only hold more memory.
    private readonly SemaphoreSlim _decoders = new(Environment.ProcessorCount);
    private readonly Channel<PendingImage> _waiting = Channel.CreateUnbounded<PendingImage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentBag<float[]> _spare = [];
    private readonly IServedNetwork _network;
    private readonly ServingOptions _options;
    private readonly Task _running;
    private int _preparing;

    /// <param name="network">Becomes the queue's.</param>
    /// <param name="options">Size and wait of batches.</param>
    public BatchQueue(IServedNetwork network, ServingOptions options)
    {
        (_network, _options) = (network, options);
        _running = Task.Run(RunAsync);
    }

    public IServedNetwork Network => _network;

    /// <summary>Images of the largest run so far.</summary>
    public int LargestBatch { get; private set; }

    /// <param name="encoded">An image; refused with an <see cref="Platform.Core.Imaging.InvalidImageException"/> where it is none.</param>
    /// <param name="minimumScore">0 to 1.</param>
    /// <param name="cancellation">Ends the waiting; an image that nobody waits for is not run.</param>
    public async Task<(LetterboxTransform Letterbox, IReadOnlyList<Prediction> Predictions)> PredictAsync(ReadOnlyMemory<byte> encoded, double minimumScore, CancellationToken cancellation)
    {
        PendingImage image;
        Interlocked.Increment(ref _preparing);
        try
        {
            image = await PrepareAsync(encoded, minimumScore, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // Before the image is handed over: a run of it alone must not wait for its own preparation.
            Interlocked.Decrement(ref _preparing);
        }

        if (!_waiting.Writer.TryWrite(image))
        {
            throw new ObjectDisposedException(nameof(BatchQueue));
        }

        return (image.Letterbox, await image.WaitAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>Answers what waits, then frees the network.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _running.ConfigureAwait(false);
        _network.Dispose();
        _decoders.Dispose();
    }

    private async Task<PendingImage> PrepareAsync(ReadOnlyMemory<byte> encoded, double minimumScore, CancellationToken cancellation)
    {
        await _decoders.WaitAsync(cancellation).ConfigureAwait(false);
        var planes = _spare.TryTake(out var spare) ? spare : new float[_network.PlaneLength];
        try
        {
            return new PendingImage(planes, _network.Prepare(encoded.Span, planes), minimumScore);
        }
        catch
        {
            _spare.Add(planes);
            throw;
        }
        finally
        {
            _decoders.Release();
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingImage>(_options.MaxBatchSize);
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await CollectAsync(batch).ConfigureAwait(false);
            Run(batch);
            foreach (var image in batch)
            {
                _spare.Add(image.Planes);
            }

            batch.Clear();
        }
    }

    private async Task CollectAsync(List<PendingImage> batch)
    {
        var started = Stopwatch.GetTimestamp();
        while (batch.Count < _options.MaxBatchSize)
        {
            if (_waiting.Reader.TryRead(out var image))
            {
                batch.Add(image);
                continue;
            }

            // Nobody else is on the way, or not in time: whoever is here does not wait.
            var left = _options.MaxBatchWaitMs - Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (Volatile.Read(ref _preparing) == 0 || left <= 0 || !await ArrivesAsync(left).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async Task<bool> ArrivesAsync(double withinMs)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMilliseconds(withinMs));
        try
        {
            return await _waiting.Reader.WaitToReadAsync(late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Run(List<PendingImage> batch)
    {
        var wanted = batch.FindAll(image => image.IsWanted);
        if (wanted.Count == 0)
        {
            return;
        }

        try
        {
            LargestBatch = Math.Max(LargestBatch, wanted.Count);
            var answers = _network.Predict(Join(wanted), [.. wanted.Select(image => image.Letterbox)], [.. wanted.Select(image => image.MinimumScore)]);
            for (var i = 0; i < wanted.Count; i++)
            {
                wanted[i].Answer(answers[i]);
            }
        }
        catch (Exception failure)
        {
            // Each caller is told; the queue goes on.
            wanted.ForEach(image => image.Fail(failure));
        }
    }

    // [3, H, W] each -> [N, 3, H, W]
    private float[] Join(List<PendingImage> images)
    {
        if (images.Count == 1)
        {
            return images[0].Planes;
        }

        var length = _network.PlaneLength;
        var joined = GC.AllocateUninitializedArray<float>(images.Count * length);
        for (var i = 0; i < images.Count; i++)
        {
            images[i].Planes.CopyTo(joined, i * length);
        }

        return joined;
    }
}
