using System.Collections.Concurrent;
using System.Diagnostics;
using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Deployments;

/// <summary>
/// Answers the requests of one network: images are decoded on their callers' threads, and a caller who finds the network idle runs whatever stands there as a batch, so that a request alone never
/// changes threads. What arrives during a run makes the next one. How many images are inside is bounded by whoever lets them in.
/// </summary>
internal sealed class BatchQueue : IAsyncDisposable
{
    // Decoding more at once would only hold more memory.
    private readonly SemaphoreSlim _decoders = new(Environment.ProcessorCount);
    private readonly ConcurrentBag<float[]> _spare = [];
    private readonly IServedNetwork _network;
    private readonly ServingOptions _options;
    private int _preparing;

    // Guards everything below; pulsed where the one who collects a batch has something to look at.
    private readonly object _lock = new();
    private readonly Queue<PendingImage> _waiting = [];
    private bool _isRunning;
    private bool _isClosed;
    private TaskCompletionSource? _idle;

    // Of the last batch, for the next one of its size; only who runs touches it.
    private float[] _joined = [];

    /// <param name="network">Becomes the queue's.</param>
    /// <param name="options">Size and wait of batches.</param>
    public BatchQueue(IServedNetwork network, ServingOptions options) => (_network, _options) = (network, options);

    public IServedNetwork Network => _network;

    /// <summary>Images of the largest run so far.</summary>
    public int LargestBatch { get; private set; }

    /// <summary>May run the network before it returns.</summary>
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

        if (HandOver(image))
        {
            RunWhatWaits();
        }

        return (image.Letterbox, await image.WaitAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>Answers what waits, then frees the network.</summary>
    public async ValueTask DisposeAsync()
    {
        Task idle;
        lock (_lock)
        {
            _isClosed = true;
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _isRunning ? _idle.Task : Task.CompletedTask;
        }

        await idle.ConfigureAwait(false);
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

    /// <returns>Whether nobody runs the network: then the caller has to.</returns>
    private bool HandOver(PendingImage image)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _waiting.Enqueue(image);
            if (_isRunning)
            {
                Monitor.Pulse(_lock);
                return false;
            }

            return _isRunning = true;
        }
    }

    // One batch; the next one is another thread's, so that nobody's own answer waits for it.
    private void RunWhatWaits()
    {
        var batch = Collect();
        var tell = Run(batch.FindAll(image => image.IsWanted));
        batch.ForEach(image => _spare.Add(image.Planes));
        lock (_lock)
        {
            if (_waiting.Count > 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.RunWhatWaits(), this, preferLocal: false);
            }
            else
            {
                _isRunning = false;
                _idle?.TrySetResult();
            }
        }

        tell();
    }

    private List<PendingImage> Collect()
    {
        var batch = new List<PendingImage>(_options.MaxBatchSize);
        var started = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            while (batch.Count < _options.MaxBatchSize)
            {
                if (_waiting.TryDequeue(out var image))
                {
                    batch.Add(image);
                    continue;
                }

                // Nobody else is on the way, or not in time: whoever is here does not wait.
                var left = _options.MaxBatchWaitMs - Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (Volatile.Read(ref _preparing) == 0 || left <= 0 || !Monitor.Wait(_lock, TimeSpan.FromMilliseconds(left)))
                {
                    break;
                }
            }
        }

        return batch;
    }

    /// <returns>Tells the callers.</returns>
    private Action Run(List<PendingImage> wanted)
    {
        if (wanted.Count == 0)
        {
            return static () => { };
        }

        try
        {
            LargestBatch = Math.Max(LargestBatch, wanted.Count);
            var answers = _network.Predict(Join(wanted), [.. wanted.Select(image => image.Letterbox)], [.. wanted.Select(image => image.MinimumScore)]);
            return () =>
            {
                for (var i = 0; i < wanted.Count; i++)
                {
                    wanted[i].Answer(answers[i]);
                }
            };
        }
        catch (Exception failure)
        {
            // Each caller is told; the queue goes on.
            return () => wanted.ForEach(image => image.Fail(failure));
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
        if (_joined.Length != images.Count * length)
        {
            _joined = GC.AllocateUninitializedArray<float>(images.Count * length);
        }

        for (var i = 0; i < images.Count; i++)
        {
            images[i].Planes.CopyTo(_joined, i * length);
        }

        return _joined;
    }
}
