using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;

namespace Platform.Core.Models.Queries;

/// <summary>A model as lists show it.</summary>
/// <param name="BestMap5095">Best recorded score of any version on any split, 0 to 1.</param>
public sealed record ModelSummary(
    Guid Id, Guid ProjectId, string Name, ModelTask Task, string? Description, DateTime CreatedAt, int VersionCount, double? BestMap50, double? BestMap5095, DateTime? LastTrainedAt);

/// <summary>A model version as lists show it.</summary>
/// <param name="Number">1 for the model's first version; versions have no name of their own.</param>
public sealed record ModelVersionSummary(
    Guid Id,
    Guid ModelId,
    int Number,
    Guid? ParentModelVersionId,
    Guid? InitFromArtifactId,
    Guid TrainingDataVersionId,
    string DatasetName,
    string DatasetVersionTag,
    Guid OntologyVersionId,
    string OntologyVersionTag,
    string Framework,
    string FrameworkVersion,
    string? Metrics,
    string TrainingConfig,
    string? IncrementalInfo,
    bool IsFrozen,
    DateTime CreatedAt,
    int ArtifactCount,
    int EvaluationCount)
{
    /// <summary>Weights from elsewhere that its training started from.</summary>
    public Guid? InitFromWeightsId { get; init; }
}

/// <summary>A file of a model version.</summary>
public sealed record ArtifactView(
    Guid Id,
    Guid ModelVersionId,
    string Name,
    ArtifactFormat Format,
    ArtifactDevice Device,
    ArtifactPrecision Precision,
    string StorageUri,
    string Sha256,
    long SizeBytes,
    int? Opset,
    int? IrVersion,
    string? Compat,
    DateTime CreatedAt);

/// <summary>The scores of a model version.</summary>
public sealed record EvaluationView(
    Guid Id,
    Guid DatasetVersionId,
    string DatasetName,
    string DatasetVersionTag,
    SplitKind Split,
    double F1Score,
    double Precision,
    double Recall,
    double Map50,
    double Map5095,
    string? Details,
    DateTime CreatedAt);

/// <summary>A model version with all that belongs to it.</summary>
public sealed record ModelVersionDetails(
    ModelSummary Model, ModelVersionSummary Version, IReadOnlyList<ArtifactView> Artifacts, IReadOnlyList<EvaluationView> Evaluations);

/// <summary>A promotion of a version.</summary>
/// <param name="Overridden">JSON array of what spoke against it; null where nothing did.</param>
public sealed record PromotionView(Guid Id, Guid ModelVersionId, string PromotedBy, string? OverrideReason, string? Overridden, DateTime CreatedAt);
