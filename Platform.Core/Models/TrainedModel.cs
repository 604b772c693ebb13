using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Core.Storage;

namespace Platform.Core.Models;

/// <summary>What a finished training leaves: registered as a whole or not at all.</summary>
/// <param name="Metrics">JSON object.</param>
public sealed record TrainedModel(Guid ModelVersionId, string Metrics, IReadOnlyList<TrainedArtifact> Artifacts, IReadOnlyList<TrainedEvaluation> Evaluations);

/// <summary>A stored file of a trained model.</summary>
/// <param name="Name">Offered at download; unique in the model version.</param>
/// <param name="Compat">JSON: what the artifact was checked with.</param>
public sealed record TrainedArtifact(
    string Name, ArtifactFormat Format, ArtifactDevice Device, ArtifactPrecision Precision, BlobRef Blob, int? Opset = null, int? IrVersion = null, string? Compat = null);

/// <summary>Scores on one split.</summary>
/// <param name="Details">JSON: per-class scores, curves, confusion matrix.</param>
public sealed record TrainedEvaluation(
    Guid DatasetVersionId, SplitKind Split, double F1Score, double Precision, double Recall, double Map50, double Map5095, string Details)
{
    /// <summary>Another version that was scored beside the trained one; null for the trained one.</summary>
    public Guid? ModelVersionId { get; init; }
}
