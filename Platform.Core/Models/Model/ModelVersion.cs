namespace Platform.Core.Models.Model;

/// <summary>One training of a model: born at launch with its configuration, frozen once its best and final artifacts are registered.</summary>
public sealed class ModelVersion
{
    public const int FrameworkLength = 50;

    // Only for EF.
    private ModelVersion()
    {
    }

    public ModelVersion(Guid id, Guid modelId, Guid trainingDataVersionId, Guid ontologyVersionId, string framework, string frameworkVersion, string trainingConfig, DateTime createdAt)
    {
        Id = id;
        ModelId = modelId;
        TrainingDataVersionId = trainingDataVersionId;
        OntologyVersionId = ontologyVersionId;
        Framework = framework;
        FrameworkVersion = frameworkVersion;
        TrainingConfig = trainingConfig;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid ModelId { get; private set; }

    public Guid? ParentModelVersionId { get; private set; }

    public Guid? InitFromArtifactId { get; private set; }

    /// <summary>Weights from elsewhere that the training started from.</summary>
    public Guid? InitFromWeightsId { get; private set; }

    public Guid TrainingDataVersionId { get; private set; }

    public Guid OntologyVersionId { get; private set; }

    public string Framework { get; private set; } = "";

    public string FrameworkVersion { get; private set; } = "";

    /// <summary>JSON object, set when the training ends.</summary>
    public string? Metrics { get; private set; }

    /// <summary>JSON of the recipe.</summary>
    public string TrainingConfig { get; private set; } = "{}";

    /// <summary>JSON of the incremental strategy.</summary>
    public string? IncrementalInfo { get; private set; }

    public bool IsFrozen { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public void GrowFrom(Guid parentModelVersionId, Guid initFromArtifactId, string incrementalInfo)
    {
        ParentModelVersionId = parentModelVersionId;
        InitFromArtifactId = initFromArtifactId;
        IncrementalInfo = incrementalInfo;
    }

    public void StartFrom(Guid weightsId) => InitFromWeightsId = weightsId;

    public void Register(string metrics)
    {
        Metrics = metrics;
        IsFrozen = true;
    }
}
