using Platform.Core.Storage;
using Platform.Training.Trainer;

namespace Platform.Training.Runs;

/// <summary>Does the work around a training's steps; while disk space or the object store is missing, the run shows that it waits and the work is tried again.</summary>
internal sealed class RunWait(RunBoard board, Guid runId, TimeSpan interval, StopSignal stop, CancellationToken cancellation)
{
    /// <param name="work">Can be done again from its start; its token ends with a cancellation and with a pause.</param>
    /// <exception cref="OperationCanceledException">The run was paused or cancelled.</exception>
    public async Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stop.PauseAsked);
        for (var isWaiting = false; ;)
        {
            try
            {
                var result = await work(either.Token).ConfigureAwait(false);
                if (isWaiting)
                {
                    board.Enter(runId, RunState.Running);
                }

                return result;
            }
            catch (Exception failure) when (StoreOutage.Find(failure) is { } outage && !either.IsCancellationRequested)
            {
                if (!isWaiting)
                {
                    board.Enter(runId, RunState.Waiting, RunLines.Warning(outage.Kind == OutageKind.DiskFull ? "diskFull" : "storeSilent", outage.Detail));
                }

                isWaiting = true;
                await Task.Delay(interval, either.Token).ConfigureAwait(false);
            }
        }
    }
}
