using Platform.Core.Deployments.Model;
using Platform.Core.Models.Model;

namespace Platform.Core.Deployments.Queries;

/// <summary>A version of a model as deployments show it.</summary>
/// <param name="Number">1 for the model's first version.</param>
public sealed record DeployedVersion(Guid ModelVersionId, Guid ModelId, string ModelName, int Number);

/// <summary>A deployment with what it serves.</summary>
/// <param name="EndpointUrl">Path on this platform.</param>
/// <param name="Canary">The version on trial; null where there is none.</param>
/// <param name="KeepDraft">Where every n-th request is kept, by its dataset's name and its tag.</param>
/// <param name="KeepDraftIsFrozen">Then nothing can be kept any more until another draft is chosen.</param>
public sealed record DeploymentView(
    Guid Id,
    Guid ProjectId,
    string Name,
    DeploymentTarget Target,
    ModelTask Task,
    string EndpointUrl,
    DateTime DeployedAt,
    string DeployedBy,
    bool IsActive,
    DeployedVersion Stable,
    DeployedVersion? Canary,
    int CanaryWeight,
    int KeepEvery,
    Guid? KeepDatasetVersionId,
    string? KeepDraft,
    bool KeepDraftIsFrozen);

/// <summary>A line of the history, newest first.</summary>
public sealed record DeploymentEventView(Guid Id, DeploymentAction Action, DeployedVersion Version, int Value, string By, DateTime At);

/// <summary>What the server needs to know to serve a deployment.</summary>
/// <param name="DepartmentId">Whose people may call it.</param>
public sealed record ServedDeployment(
    Guid Id, string Name, Guid DepartmentId, Guid ProjectId, ModelTask Task, Guid ModelVersionId, Guid? CanaryModelVersionId, int CanaryWeight, int KeepEvery, Guid? KeepDatasetVersionId, bool IsActive, int Revision);
