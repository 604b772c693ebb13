namespace Platform.Training.Runs;

/// <summary>Where a run stands. Interrupted means that the process ended under it: it can be resumed from its newest checkpoint.</summary>
public enum RunState
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
    Interrupted,
}
