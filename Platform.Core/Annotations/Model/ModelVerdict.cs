namespace Platform.Core.Annotations.Model;

/// <summary>What a person made of a model's shape.</summary>
public enum VerdictKind
{
    /// <summary>Left as the model drew it.</summary>
    Accepted,

    /// <summary>An object was there, drawn or named otherwise.</summary>
    Corrected,

    /// <summary>Rejected or deleted: nothing was there.</summary>
    Refused,
}

/// <summary>The last word of a person on a model's shape; outlives the shape, so that the model can be judged by it.</summary>
public sealed class ModelVerdict
{
    public const int ClassKeyLength = 100;

    // Only for EF.
    private ModelVerdict()
    {
    }

    public ModelVerdict(Guid annotationId, Guid modelVersionId, Guid datasetVersionId, string classKey, double confidence, string drawingHash, VerdictKind kind, Guid userId, DateTime createdAt)
    {
        AnnotationId = annotationId;
        ModelVersionId = modelVersionId;
        DatasetVersionId = datasetVersionId;
        ClassKey = classKey;
        Confidence = confidence;
        DrawingHash = drawingHash;
        Kind = kind;
        UserId = userId;
        CreatedAt = createdAt;
    }

    /// <summary>The shape, which may be gone.</summary>
    public Guid AnnotationId { get; private set; }

    public Guid ModelVersionId { get; private set; }

    public Guid DatasetVersionId { get; private set; }

    /// <summary>What the model took it for.</summary>
    public string ClassKey { get; private set; } = "";

    /// <summary>Of the model, 0 to 1.</summary>
    public double Confidence { get; private set; }

    /// <summary>Hash of what the model drew, by which a correction that is undone is told; null for verdicts from before that was kept.</summary>
    public string? DrawingHash { get; private set; }

    public VerdictKind Kind { get; private set; }

    public Guid UserId { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public void Change(VerdictKind kind, Guid userId, DateTime at) => (Kind, UserId, CreatedAt) = (kind, userId, at);
}
