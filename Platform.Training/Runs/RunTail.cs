using System.Runtime.CompilerServices;
using Platform.Training.Runs.Events;

namespace Platform.Training.Runs;

/// <summary>Follows a run that another process trains, by the history that it writes down.</summary>
public sealed class RunTail(RunFolder folder, TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    /// <summary>The history after an event, then what happens, until the run is over or paused.</summary>
    public async IAsyncEnumerable<IReadOnlyList<RunEvent>> WatchAsync(long afterSequence, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var state = RunState.Queued;
        for (var position = 0L; ;)
        {
            (var batch, position) = folder.ReadEventsFrom(position);
            state = batch.OfType<StateChanged>().LastOrDefault()?.State ?? state;
            if (batch.Where(happened => happened.Sequence > afterSequence).ToList() is { Count: > 0 } told)
            {
                yield return told;
            }

            if (!state.IsActive())
            {
                yield break;
            }

            await Task.Delay(s_interval, time, cancellation).ConfigureAwait(false);
        }
    }
}
