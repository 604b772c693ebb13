using Platform.Core.Annotations.Model;

namespace Platform.Core.Ontologies.Model;

/// <summary>
/// One annotation as it stood before a migration, whole, so that also a dropped one can come back. Its ids are no foreign keys: the
/// annotation, its image and its class may be gone by the time. Rows are written and read by statements over many at once.
/// </summary>
public sealed class OntologyMigrationChange
{
    // Only for EF.
    private OntologyMigrationChange()
    {
    }

    public Guid MigrationId { get; private set; }

    public Guid AnnotationId { get; private set; }

    /// <summary>Null where the migration dropped it.</summary>
    public Guid? TargetClassId { get; private set; }

    /// <summary>JSON of the geometry that the migration gave it; null where the old one stayed.</summary>
    public string? ConvertedGeometry { get; private set; }

    /// <summary>The annotation's revision after the migration: any other means that somebody changed it since.</summary>
    public long AppliedRevision { get; private set; }

    public Guid AssetId { get; private set; }

    public Guid LabelClassId { get; private set; }

    public ShapeType? GeometryType { get; private set; }

    public string Geometry { get; private set; } = "{}";

    public bool IsNormalized { get; private set; }

    public AnnotationSource Source { get; private set; }

    public double? Confidence { get; private set; }

    public Guid? ModelVersionId { get; private set; }

    public string? AnnotatorName { get; private set; }

    public int? Frame { get; private set; }

    public Guid? TrackId { get; private set; }

    public int ZOrder { get; private set; }

    public string? Attributes { get; private set; }

    public ReviewState ReviewState { get; private set; }

    public long Revision { get; private set; }

    public DateTime CreatedAt { get; private set; }
}
