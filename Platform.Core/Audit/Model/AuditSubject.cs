namespace Platform.Core.Audit.Model;

/// <summary>What an act was done to, as it was called at the time: the thing itself may be gone when somebody reads of it.</summary>
/// <param name="Kind">One of <see cref="AuditKinds"/>.</param>
/// <param name="Id">Null where it has none.</param>
/// <param name="Name">Cut to the column.</param>
/// <param name="DepartmentId">Whose manager reads of it; null for what only administrators read.</param>
public sealed record AuditSubject(string Kind, Guid? Id, string Name, Guid? DepartmentId);

/// <summary>Kinds of things that the audit speaks of.</summary>
public static class AuditKinds
{
    public const string User = "user";
    public const string Department = "department";
    public const string Token = "token";
    public const string SignIn = "sign_in";
    public const string Project = "project";
    public const string DatasetVersion = "dataset_version";
    public const string OntologyVersion = "ontology_version";
    public const string ModelVersion = "model_version";
    public const string ImportedWeights = "imported_weights";
    public const string ModelArtifact = "model_artifact";
    public const string Deployment = "deployment";

    public const string LlmModel = "llm_model";
    public const string LlmPreset = "llm_preset";
    public const string LlmDeployment = "llm_deployment";
    public const string LlmDataset = "llm_dataset";

    public static IReadOnlyList<string> All { get; } =
        [User, Department, Token, SignIn, Project, DatasetVersion, OntologyVersion, ModelVersion, ImportedWeights, ModelArtifact, Deployment, LlmModel, LlmPreset, LlmDeployment, LlmDataset];
}
