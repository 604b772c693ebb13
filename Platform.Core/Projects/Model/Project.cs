namespace Platform.Core.Projects.Model;

/// <summary>A project of one department; everything annotated or trained belongs to one.</summary>
public sealed class Project
{
    public const int NameLength = 255;

    // Only for EF.
    private Project()
    {
    }

    public Project(Guid id, string name, string? description, Guid departmentId, Guid createdBy, DateTime createdAt)
    {
        Id = id;
        Name = name;
        Description = description;
        DepartmentId = departmentId;
        CreatedBy = createdBy;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    public string? Description { get; private set; }

    public Guid DepartmentId { get; private set; }

    public Guid CreatedBy { get; private set; }

    public Guid? DefaultOntologyVersionId { get; private set; }

    /// <summary>Whether a dataset version with a model's shapes that nobody reviewed must not be frozen.</summary>
    public bool DemandsReview { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public void Describe(string name, string? description) => (Name, Description) = (name, description);

    public void DemandReview(bool demandsReview) => DemandsReview = demandsReview;

    public void UseOntologyByDefault(Guid ontologyVersionId) => DefaultOntologyVersionId = ontologyVersionId;
}
