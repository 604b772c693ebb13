namespace Platform.Core.Llm.Model;

/// <summary>Data that a model was adapted with.</summary>
public sealed class LlmDataset
{
    // Only for EF.
    private LlmDataset()
    {
    }

    public LlmDataset(
        Guid id, LlmLearningType learningType, string? description, string s3Path, DateTime createdAt)
    {
        Id = id;
        LearningType = learningType;
        Description = description;
        S3Path = s3Path;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public LlmLearningType LearningType { get; private set; }

    public string? Description { get; private set; }

    public string S3Path { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }
}
