namespace Platform.Core.Deployments.Model;

/// <summary>Where a model version runs: a bundle to take away, or served by this platform.</summary>
public enum DeploymentTarget
{
    Edge,
    Cloud,
}

/// <summary>A model version in use.</summary>
public sealed class Deployment
{
    public const int NameLength = 50;
    public const int EndpointUrlLength = 100;

    // Only for EF.
    private Deployment()
    {
    }

    public Deployment(Guid id, Guid modelVersionId, string name, DeploymentTarget target, string endpointUrl, DateTime deployedAt)
    {
        Id = id;
        ModelVersionId = modelVersionId;
        Name = name;
        Target = target;
        EndpointUrl = endpointUrl;
        DeployedAt = deployedAt;
    }

    public Guid Id { get; private set; }

    public Guid ModelVersionId { get; private set; }

    public string Name { get; private set; } = "";

    public DeploymentTarget Target { get; private set; }

    public string EndpointUrl { get; private set; } = "";

    public DateTime DeployedAt { get; private set; }
}
