namespace Platform.Core.Llm.Model;

/// <summary>Data that a model was adapted with.</summary>
public sealed class LlmDataset
{
    public const int S3PathLength = 2000;
    public const int FileNameLength = 255;

    // Only for EF.
    private LlmDataset()
    {
    }

    public LlmDataset(Guid id, LlmLearningType learningType, string? description, string s3Path, DateTime createdAt)
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

    /// <summary>Where the data lies: the platform's object store where it was uploaded, else whatever was typed.</summary>
    public string S3Path { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    /// <summary>The uploaded file's name; null where the data was not uploaded here, as are the four below.</summary>
    public string? FileName { get; private set; }

    public string? Sha256 { get; private set; }

    public long? SizeBytes { get; private set; }

    /// <summary>Lines of the file that hold anything.</summary>
    public long? LineCount { get; private set; }

    /// <summary>Lines that are not JSON.</summary>
    public long? FaultCount { get; private set; }

    public void Describe(LlmLearningType learningType, string? description) => (LearningType, Description) = (learningType, description);

    public void StoreAt(string uri, string fileName, string sha256, long sizeBytes, long lineCount, long faultCount) =>
        (S3Path, FileName, Sha256, SizeBytes, LineCount, FaultCount) = (uri, fileName, sha256, sizeBytes, lineCount, faultCount);
}
