using System.Text.RegularExpressions;
using Platform.Core.Shared;

namespace Platform.Core.Deployments.Model;

/// <summary>Where a model version runs: a bundle to take away, or served by this platform.</summary>
public enum DeploymentTarget
{
    Edge,
    Cloud,
}

/// <summary>A model version in use, under a name that programs call it by.</summary>
public sealed partial class Deployment
{
    public const int NameLength = 50;
    public const int EndpointUrlLength = 100;
    public const int MaxWeight = 100;
    public const int MaxKeepEvery = 1_000_000;

    // Only for EF.
    private Deployment()
    {
    }

    public Deployment(Guid id, Guid modelVersionId, string name, DeploymentTarget target, Guid deployedById, DateTime deployedAt)
    {
        Id = id;
        ModelVersionId = modelVersionId;
        Name = NameOf(name);
        Target = target;
        EndpointUrl = target == DeploymentTarget.Cloud ? $"/api/deployments/{Name}/predict" : $"/api/deployments/{Name}/bundle";
        DeployedById = deployedById;
        DeployedAt = deployedAt;
        IsActive = true;
        Revision = 1;
    }

    public Guid Id { get; private set; }

    /// <summary>The stable version.</summary>
    public Guid ModelVersionId { get; private set; }

    /// <summary>Unique on the platform, since it is part of the address.</summary>
    public string Name { get; private set; } = "";

    public DeploymentTarget Target { get; private set; }

    /// <summary>Path on this platform.</summary>
    public string EndpointUrl { get; private set; } = "";

    /// <summary>When the stable version took over.</summary>
    public DateTime DeployedAt { get; private set; }

    public Guid DeployedById { get; private set; }

    /// <summary>Whether it answers.</summary>
    public bool IsActive { get; private set; }

    /// <summary>A version on trial beside the stable one.</summary>
    public Guid? CanaryModelVersionId { get; private set; }

    /// <summary>Requests in a hundred that the canary answers.</summary>
    public int CanaryWeight { get; private set; }

    /// <summary>Every n-th request is kept as an image of <see cref="KeepDatasetVersionId"/>; 0 keeps none.</summary>
    public int KeepEvery { get; private set; }

    public Guid? KeepDatasetVersionId { get; private set; }

    /// <summary>Raised by every change: whoever serves the deployment notices it by this.</summary>
    public int Revision { get; private set; }

    /// <summary>Lower-case letters, digits and hyphens, so that it stands in an address as it is.</summary>
    public static string NameOf(string? text)
    {
        var name = RequiredText.Of(text, "deployment name", NameLength);
        return NamePattern().IsMatch(name) ? name : throw new DomainRuleException(
            "deployment.name", $"'{name}' cannot be part of an address. Use lower-case letters, digits and hyphens, such as blood-cells.", name);
    }

    /// <summary>Puts another version in place of the stable one; a canary ends with that.</summary>
    public void Serve(Guid modelVersionId, Guid byUserId, DateTime now)
    {
        (ModelVersionId, DeployedById, DeployedAt, IsActive) = (modelVersionId, byUserId, now, true);
        EndCanary();
    }

    /// <param name="modelVersionId">On trial.</param>
    /// <param name="weight">1 to 100.</param>
    public void Try(Guid modelVersionId, int weight)
    {
        (CanaryModelVersionId, CanaryWeight) = (modelVersionId, weight);
        Revision++;
    }

    public void EndCanary()
    {
        (CanaryModelVersionId, CanaryWeight) = (null, 0);
        Revision++;
    }

    public void Stop()
    {
        IsActive = false;
        Revision++;
    }

    public void Start()
    {
        IsActive = true;
        Revision++;
    }

    public void Keep(int every, Guid? datasetVersionId)
    {
        (KeepEvery, KeepDatasetVersionId) = (every, datasetVersionId);
        Revision++;
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]
    private static partial Regex NamePattern();
}
