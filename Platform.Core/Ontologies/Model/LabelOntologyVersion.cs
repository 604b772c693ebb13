namespace Platform.Core.Ontologies.Model;

/// <summary>A snapshot of the label system of a project; frozen, it never changes again.</summary>
public sealed class LabelOntologyVersion
{
    public const int VersionTagLength = 50;

    // Only for EF.
    private LabelOntologyVersion()
    {
    }

    public LabelOntologyVersion(Guid id, Guid projectId, string versionTag, DateTime createdAt, Guid? copiedFromId = null)
    {
        Id = id;
        ProjectId = projectId;
        VersionTag = versionTag;
        CreatedAt = createdAt;
        CopiedFromId = copiedFromId;
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    public string VersionTag { get; private set; } = "";

    public bool IsFrozen { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>The version that this one began as a copy of.</summary>
    public Guid? CopiedFromId { get; private set; }

    public void Rename(string versionTag) => VersionTag = versionTag;

    public void Freeze() => IsFrozen = true;
}
