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

    /// <summary>Set aside by a person; it gave its device to the next run and goes on when resumed.</summary>
    Paused,

    /// <summary>Under way, but holding still until there is disk space or the object store answers; it goes on by itself.</summary>
    Waiting,
}

/// <summary>What states have in common.</summary>
public static class RunStates
{
    /// <summary>In the line or on a device.</summary>
    public static bool IsActive(this RunState state) => state is RunState.Queued || state.IsOnDevice();

    public static bool IsOnDevice(this RunState state) => state is RunState.Running or RunState.Waiting;

    /// <summary>It did not complete and nobody works on it.</summary>
    public static bool CanResume(this RunState state) => state is RunState.Failed or RunState.Cancelled or RunState.Interrupted or RunState.Paused;
}
