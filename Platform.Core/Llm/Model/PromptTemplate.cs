namespace Platform.Core.Llm.Model;

/// <summary>A reusable prompt, versioned.</summary>
public sealed class PromptTemplate
{
    // Only for EF.
    private PromptTemplate()
    {
    }

    public PromptTemplate(
        Guid id, string templateName, string promptS3Path, string? description, string taskCategory, string variables, string version, long usageCount, Guid authorUserId, DateTime createdAt)
    {
        Id = id;
        TemplateName = templateName;
        PromptS3Path = promptS3Path;
        Description = description;
        TaskCategory = taskCategory;
        Variables = variables;
        Version = version;
        UsageCount = usageCount;
        AuthorUserId = authorUserId;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public string TemplateName { get; private set; } = "";

    public string PromptS3Path { get; private set; } = "";

    public string? Description { get; private set; }

    public string TaskCategory { get; private set; } = "";

    /// <summary>JSON array of the names to substitute.</summary>
    public string Variables { get; private set; } = "[]";

    public string Version { get; private set; } = "";

    public long UsageCount { get; private set; }

    public Guid AuthorUserId { get; private set; }

    public DateTime CreatedAt { get; private set; }
}
