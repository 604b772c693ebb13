namespace Platform.Core.Deployments.Model;

/// <summary>What was done to a deployment.</summary>
public enum DeploymentAction
{
    Deployed,
    RolledBack,
    CanaryStarted,
    CanaryEnded,
    Promoted,
    Stopped,
    Started,
    KeepChanged,
}

/// <summary>A line of a deployment's history: never changed, never removed.</summary>
public sealed class DeploymentEvent
{
    // Only for EF.
    private DeploymentEvent()
    {
    }

    /// <param name="id">Time-ordered.</param>
    /// <param name="deploymentId">Whose history.</param>
    /// <param name="action">What was done.</param>
    /// <param name="modelVersionId">The version that it was done with.</param>
    /// <param name="value">Weight of a canary, or n of every n-th request kept; 0 otherwise.</param>
    /// <param name="byUserId">Who did it.</param>
    /// <param name="at">UTC.</param>
    public DeploymentEvent(Guid id, Guid deploymentId, DeploymentAction action, Guid modelVersionId, int value, Guid byUserId, DateTime at)
    {
        Id = id;
        DeploymentId = deploymentId;
        Action = action;
        ModelVersionId = modelVersionId;
        Value = value;
        ByUserId = byUserId;
        At = at;
    }

    public Guid Id { get; private set; }

    public Guid DeploymentId { get; private set; }

    public DeploymentAction Action { get; private set; }

    public Guid ModelVersionId { get; private set; }

    public int Value { get; private set; }

    public Guid ByUserId { get; private set; }

    public DateTime At { get; private set; }
}
