using Platform.Training.Runs.Events;

namespace Platform.Training.Runs;

/// <summary>How fast a run was, over its epochs.</summary>
/// <param name="TrainingSeconds">Sum of the epochs, validation left out.</param>
/// <param name="EpochOverStepTime">Time of the epochs over the time of their steps alone: what waiting for data and reporting cost.</param>
public sealed record RunSpeed(double TrainingSeconds, double EpochSecondsMean, double EpochOverStepTime)
{
    public static RunSpeed Of(IEnumerable<RunEvent> history)
    {
        var epochs = history.OfType<EpochEnded>().ToList();
        var (seconds, steps) = (epochs.Sum(epoch => epoch.Seconds), epochs.Sum(epoch => epoch.StepSeconds));
        return new RunSpeed(seconds, epochs.Count > 0 ? seconds / epochs.Count : 0, steps > 0 ? seconds / steps : 0);
    }
}
