using Platform.Core.Datasets.Model;

namespace Platform.Core.Models.Model;

/// <summary>The scores of a model version on one split of a frozen dataset version.</summary>
public sealed class Evaluation
{
    // Only for EF.
    private Evaluation()
    {
    }

    public Evaluation(
        Guid id, Guid modelVersionId, Guid datasetVersionId, SplitKind split, double f1Score, double precision, double recall, double map50, double map5095, string? details, DateTime createdAt)
    {
        Id = id;
        ModelVersionId = modelVersionId;
        DatasetVersionId = datasetVersionId;
        Split = split;
        F1Score = f1Score;
        Precision = precision;
        Recall = recall;
        Map50 = map50;
        Map5095 = map5095;
        Details = details;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid ModelVersionId { get; private set; }

    public Guid DatasetVersionId { get; private set; }

    public SplitKind Split { get; private set; }

    public double F1Score { get; private set; }

    public double Precision { get; private set; }

    public double Recall { get; private set; }

    public double Map50 { get; private set; }

    public double Map5095 { get; private set; }

    /// <summary>JSON: per-class scores, curves, confusion matrix.</summary>
    public string? Details { get; private set; }

    public DateTime CreatedAt { get; private set; }
}
