namespace Platform.Core.Deployments;

/// <summary>What runs deployed models. Commands ask it before they write, and tell it afterwards.</summary>
public interface IModelServing
{
    /// <summary>Refuses a model version that cannot be served here, by loading and trying it.</summary>
    Task CheckAsync(Guid modelVersionId, CancellationToken cancellationToken);

    /// <summary>Takes up what the deployment's row says now: new versions are warm before the old ones go.</summary>
    Task ApplyAsync(Guid deploymentId, CancellationToken cancellationToken);
}
