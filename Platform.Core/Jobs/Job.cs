using Platform.Core.Shared;

namespace Platform.Core.Jobs;

/// <summary>Where a job stands. Interrupted means that the process ended under it: it can be started again.</summary>
public enum JobState
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
    Interrupted,
}

/// <summary>Work in the background, as it is kept on disk and told to whoever watches.</summary>
public abstract record Job
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required string UserName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public JobState State { get; init; }

    /// <summary>Why it ended, where it did not end well; English.</summary>
    public string? Message { get; init; }

    /// <summary>The same for pages to translate; null for jobs of earlier versions.</summary>
    public Reason? Reason { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What is done of the step at hand.</summary>
    public int Done { get; init; }

    /// <summary>All of the step at hand; 0 while nobody knows.</summary>
    public int Total { get; init; }

    public bool IsEnded => State is not (JobState.Queued or JobState.Running);

    public bool CanRestart => State is JobState.Failed or JobState.Cancelled or JobState.Interrupted;
}
