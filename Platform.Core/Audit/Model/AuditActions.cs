using Platform.Core.Deployments.Model;
using Platform.Core.Shared;

namespace Platform.Core.Audit.Model;

/// <summary>Codes of what is put on record; also the keys of their translations.</summary>
public static class AuditActions
{
    public const string PlatformSetUp = "platform.set_up";
    public const string SignedIn = "sign_in.done";
    public const string SignInFailed = "sign_in.failed";
    public const string SignedOut = "sign_in.ended";
    public const string SignInLinkIssued = "sign_in.link_issued";
    public const string UserRegistered = "user.registered";
    public const string UserRoleChanged = "user.role_changed";
    public const string UserActivated = "user.activated";
    public const string UserDeactivated = "user.deactivated";
    public const string DepartmentCreated = "department.created";
    public const string DepartmentHandedOver = "department.handed_over";
    public const string TokenIssued = "token.issued";
    public const string TokenRevoked = "token.revoked";
    public const string TokenUsed = "token.used";
    public const string ProjectDeleted = "project.deleted";
    public const string DatasetVersionFrozen = "dataset_version.frozen";
    public const string DatasetVersionExported = "dataset_version.exported";
    public const string DatasetVersionDownloaded = "dataset_version.downloaded";
    public const string AssetsDeleted = "assets.deleted";
    public const string TrashEmptied = "assets.trash_emptied";
    public const string OntologyVersionFrozen = "ontology_version.frozen";
    public const string ModelVersionRegistered = "model_version.registered";
    public const string ModelVersionDiscarded = "model_version.discarded";
    public const string ModelVersionPromoted = "model_version.promoted";
    public const string ModelVersionPromotedAnyway = "model_version.promoted_anyway";
    public const string ImportedWeightsRemoved = "imported_weights.removed";
    public const string ModelArtifactDownloaded = "model_artifact.downloaded";
    public const string DeploymentBundleTaken = "deployment.bundle_taken";
    public const string LlmModelRegistered = "llm_model.registered";
    public const string LlmModelChanged = "llm_model.changed";
    public const string LlmModelRemoved = "llm_model.removed";
    public const string LlmPresetCreated = "llm_preset.created";
    public const string LlmPresetChanged = "llm_preset.changed";
    public const string LlmPresetRemoved = "llm_preset.removed";
    public const string LlmDeploymentRegistered = "llm_deployment.registered";
    public const string LlmDeploymentChanged = "llm_deployment.changed";
    public const string LlmDeploymentStatusSet = "llm_deployment.status_set";
    public const string LlmDeploymentRemoved = "llm_deployment.removed";
    public const string LlmCredentialReplaced = "llm_deployment.credential_replaced";
    public const string LlmCredentialRemoved = "llm_deployment.credential_removed";
    public const string LlmDatasetCreated = "llm_dataset.created";
    public const string LlmDatasetUploaded = "llm_dataset.uploaded";
    public const string LlmDatasetChanged = "llm_dataset.changed";
    public const string LlmDatasetRemoved = "llm_dataset.removed";

    private const string DeploymentPrefix = "deployment.";

    public static IReadOnlyList<string> All { get; } =
    [
        PlatformSetUp, SignedIn, SignInFailed, SignedOut, SignInLinkIssued, UserRegistered, UserRoleChanged, UserActivated, UserDeactivated, DepartmentCreated, DepartmentHandedOver,
        TokenIssued, TokenRevoked, TokenUsed, ProjectDeleted, DatasetVersionFrozen, DatasetVersionExported, DatasetVersionDownloaded, AssetsDeleted, TrashEmptied, OntologyVersionFrozen,
        ModelVersionRegistered, ModelVersionDiscarded, ModelVersionPromoted, ModelVersionPromotedAnyway, ImportedWeightsRemoved, ModelArtifactDownloaded,
        .. Enum.GetValues<DeploymentAction>().Select(Of), DeploymentBundleTaken,
        LlmModelRegistered, LlmModelChanged, LlmModelRemoved, LlmPresetCreated, LlmPresetChanged, LlmPresetRemoved, LlmDeploymentRegistered, LlmDeploymentChanged,
        LlmDeploymentStatusSet, LlmDeploymentRemoved, LlmCredentialReplaced, LlmCredentialRemoved, LlmDatasetCreated, LlmDatasetUploaded, LlmDatasetChanged, LlmDatasetRemoved,
    ];

    /// <summary>Deployments have a history of their own, whose words are used here too.</summary>
    public static string Of(DeploymentAction action) => DeploymentPrefix + EnumText<DeploymentAction>.ToText(action);
}
