namespace Platform.Core.Ontologies.Model;

/// <summary>One class of an ontology version; its place in the order is its index in every export and model.</summary>
public sealed class LabelClass
{
    public const int KeyLength = 64;
    public const int DisplayNameLength = 100;
    public const int ColorLength = 20;

    // Only for EF.
    private LabelClass()
    {
    }

    public LabelClass(
        Guid id, Guid ontologyVersionId, int sortOrder, string key, string displayName, ShapeType? shapeType, string color, string? keypointSpec, DateTime createdAt, string? attributes = null)
    {
        Id = id;
        OntologyVersionId = ontologyVersionId;
        SortOrder = sortOrder;
        Key = key;
        DisplayName = displayName;
        ShapeType = shapeType;
        Color = color;
        KeypointSpec = keypointSpec;
        Attributes = attributes;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid OntologyVersionId { get; private set; }

    public int SortOrder { get; private set; }

    public string Key { get; private set; } = "";

    public string DisplayName { get; private set; } = "";

    /// <summary>Null for a tag of the whole image.</summary>
    public ShapeType? ShapeType { get; private set; }

    public string Color { get; private set; } = "";

    /// <summary>JSON: names, skeleton edges, left/right pairs.</summary>
    public string? KeypointSpec { get; private set; }

    /// <summary>JSON array of <see cref="AttributeSpec"/>; null where the class asks for none.</summary>
    public string? Attributes { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public void Edit(string key, string displayName, ShapeType? shapeType, string color, string? keypointSpec, string? attributes)
    {
        Key = key;
        DisplayName = displayName;
        ShapeType = shapeType;
        Color = color;
        KeypointSpec = keypointSpec;
        Attributes = attributes;
    }

    public void MoveTo(int sortOrder) => SortOrder = sortOrder;
}
