namespace Platform.Core.Access;

/// <summary>What a person may be allowed to do; the matrix of roles stands in <see cref="AccessPolicy"/>.</summary>
public enum Permission
{
    ViewProject,
    CreateProject,
    EditProject,
    EditOntology,
    UploadAssets,
    Annotate,
    Review,
    FreezeDataset,
    TrainModel,
    DeployModel,
    UseLlm,
    EditLlmPresets,
    ManageLlm,
    ManageDepartment,
    ManagePlatform,
}
