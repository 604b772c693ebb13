namespace Platform.Core.Deployments.Model;

/// <summary>What one version of a deployment did in one minute.</summary>
public sealed class DeploymentMinute
{
    // Only for EF.
    private DeploymentMinute()
    {
    }

    public DeploymentMinute(Guid id, Guid deploymentId, Guid modelVersionId, DateTime minute)
    {
        Id = id;
        DeploymentId = deploymentId;
        ModelVersionId = modelVersionId;
        Minute = minute;
    }

    public Guid Id { get; private set; }

    public Guid DeploymentId { get; private set; }

    public Guid ModelVersionId { get; private set; }

    /// <summary>Its beginning, UTC.</summary>
    public DateTime Minute { get; private set; }

    /// <summary>Requests that were answered.</summary>
    public int Answered { get; private set; }

    /// <summary>Requests that were refused for their image or failed.</summary>
    public int Errors { get; private set; }

    /// <summary>Requests turned away because too many were waiting.</summary>
    public int Busy { get; private set; }

    /// <summary>JSON object: the same counts by latency, confidence and class; see <c>Deployments/Metrics</c>.</summary>
    public string Counts { get; private set; } = "{}";

    public void Set(int answered, int errors, int busy, string counts) => (Answered, Errors, Busy, Counts) = (answered, errors, busy, counts);
}
