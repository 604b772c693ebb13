namespace Platform.Core.Datasets.Model;

/// <summary>A named collection of a project whose contents live in its versions.</summary>
public sealed class Dataset
{
    public const int NameLength = 255;

    // Only for EF.
    private Dataset()
    {
    }

    public Dataset(Guid id, Guid projectId, string name, string? description, DateTime createdAt)
    {
        Id = id;
        ProjectId = projectId;
        Name = name;
        Description = description;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    public string Name { get; private set; } = "";

    public string? Description { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public void Describe(string name, string? description) => (Name, Description) = (name, description);
}
