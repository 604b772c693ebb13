using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Deployments;

/// <summary>A model version that answers. Whoever uses it holds it; it is freed once it is retired and nobody holds it any more.</summary>
internal sealed class ServedModel(Guid modelVersionId, BatchQueue queue)
{
    private readonly TaskCompletionSource _unused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for standing in a deployment, one for each request inside.
    private int _holders = 1;

    public Guid ModelVersionId => modelVersionId;

    public BatchQueue Queue => queue;

    public static ServedModel Warm(Guid modelVersionId, IServedNetwork network, ServingOptions options)
    {
        try
        {
            // The first run allocates and picks kernels; nobody should wait for that.
            var letterbox = LetterboxTransform.Fit(network.InputWidthPx, network.InputHeightPx, network.InputWidthPx, network.InputHeightPx);
            network.Predict(new float[network.PlaneLength], [letterbox], [1]);
            return new ServedModel(modelVersionId, new BatchQueue(network, options));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <returns>False where it is gone already.</returns>
    public bool TryHold()
    {
        int holders;
        do
        {
            holders = Volatile.Read(ref _holders);
            if (holders == 0)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref _holders, holders + 1, holders) != holders);
        return true;
    }

    public void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _unused.SetResult();
        }
    }

    /// <summary>Takes no more requests, and frees the network when the last one is answered.</summary>
    public async Task RetireAsync()
    {
        LetGo();
        await _unused.Task.ConfigureAwait(false);
        await queue.DisposeAsync().ConfigureAwait(false);
    }
}
