namespace Platform.Core.Datasets.Model;

/// <summary>A draft or frozen snapshot of a dataset; frozen, its splits, assets and annotations never change again.</summary>
public sealed class DatasetVersion
{
    public const int VersionTagLength = 50;

    // Only for EF.
    private DatasetVersion()
    {
    }

    public DatasetVersion(Guid id, Guid datasetId, string versionTag, Guid ontologyVersionId, Guid? parentVersionId, DateTime createdAt)
    {
        Id = id;
        DatasetId = datasetId;
        VersionTag = versionTag;
        OntologyVersionId = ontologyVersionId;
        ParentVersionId = parentVersionId;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid DatasetId { get; private set; }

    public string VersionTag { get; private set; } = "";

    public Guid OntologyVersionId { get; private set; }

    public bool IsFrozen { get; private set; }

    /// <summary>Lower-case hex hash over bytes' hashes, geometry, ontology and split; set at freeze.</summary>
    public string? ContentSha256 { get; private set; }

    public Guid? ParentVersionId { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>The shapes of the version have moved to the classes of another ontology version.</summary>
    public void MoveTo(Guid ontologyVersionId) => OntologyVersionId = ontologyVersionId;

    public void Freeze(string contentSha256)
    {
        IsFrozen = true;
        ContentSha256 = contentSha256;
    }
}
