using Platform.Training.Runs.Events;
using Platform.Training.Trainer;

namespace Platform.Training.Runs;

/// <summary>The work of a run, done on the thread of the device.</summary>
public interface IRunJob
{
    /// <summary>Returns when the run has ended well; throws <see cref="OperationCanceledException"/> when told to pause or to stop.</summary>
    /// <param name="run">As it was when its turn came.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="stop">Asks for an earlier end.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <returns>A sentence about how it ended, where that says more than that it did.</returns>
    LineLogged? Execute(RunRecord run, string device, StopSignal stop, CancellationToken cancellation);
}
