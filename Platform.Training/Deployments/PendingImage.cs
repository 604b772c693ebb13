using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Deployments;

/// <summary>A prepared image that waits for its run.</summary>
/// <param name="planes">[3, H, W]; belongs to the queue from now on.</param>
/// <param name="letterbox">The way back to the image.</param>
/// <param name="minimumScore">0 to 1.</param>
internal sealed class PendingImage(float[] planes, LetterboxTransform letterbox, double minimumScore)
{
    // The thread that runs the network must not go on with the answers of its callers.
    private readonly TaskCompletionSource<IReadOnlyList<Prediction>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public float[] Planes => planes;

    public LetterboxTransform Letterbox => letterbox;

    public double MinimumScore => minimumScore;

    /// <summary>Whether somebody still waits for it.</summary>
    public bool IsWanted => !_answer.Task.IsCompleted;

    /// <summary>Waits for the answer; a caller who leaves takes the image out of the next run.</summary>
    public async Task<IReadOnlyList<Prediction>> WaitAsync(CancellationToken cancellation)
    {
        await using var left = cancellation.Register(() => _answer.TrySetCanceled(cancellation));
        return await _answer.Task.ConfigureAwait(false);
    }

    public void Answer(IReadOnlyList<Prediction> predictions) => _answer.TrySetResult(predictions);

    public void Fail(Exception failure) => _answer.TrySetException(failure);
}
