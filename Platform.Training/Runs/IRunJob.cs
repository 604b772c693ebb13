namespace Platform.Training.Runs;

/// <summary>The work of a run, done on the thread of the device.</summary>
public interface IRunJob
{
    /// <summary>Returns when the run has ended well; throws <see cref="OperationCanceledException"/> when told to stop.</summary>
    void Execute(RunRecord run, string device, CancellationToken cancellation);
}
