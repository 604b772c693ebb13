namespace Platform.Core.Models.Model;

/// <summary>What a model does.</summary>
public enum ModelTask
{
    Det,
    Pose,
    Seg,
    Cls,
    Ocr,
}

/// <summary>A named line of model versions of a project.</summary>
public sealed class VisionModel
{
    public const int NameLength = 255;

    // Only for EF.
    private VisionModel()
    {
    }

    public VisionModel(Guid id, Guid projectId, string name, ModelTask task, string? description, DateTime createdAt)
    {
        Id = id;
        ProjectId = projectId;
        Name = name;
        Task = task;
        Description = description;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    public string Name { get; private set; } = "";

    public ModelTask Task { get; private set; }

    public string? Description { get; private set; }

    public DateTime CreatedAt { get; private set; }
}
