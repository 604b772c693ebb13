using Platform.Core.Ontologies.Model;

namespace Platform.Core.Annotations.Model;

/// <summary>Who drew an annotation.</summary>
public enum AnnotationSource
{
    Human,
    Model,
}

/// <summary>Where an annotation stands in review.</summary>
public enum ReviewState
{
    Pending,
    Accepted,
    Rejected,
}

/// <summary>A labelled shape on an asset.</summary>
public sealed class Annotation
{
    public const int AnnotatorNameLength = 100;

    // Only for EF.
    private Annotation()
    {
    }

    private Annotation(Guid id, Guid assetId, Guid labelClassId, ShapeType? geometryType, string geometry, long revision, DateTime createdAt)
    {
        Id = id;
        AssetId = assetId;
        LabelClassId = labelClassId;
        GeometryType = geometryType;
        Geometry = geometry;
        Revision = revision;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid AssetId { get; private set; }

    public Guid LabelClassId { get; private set; }

    /// <summary>Null for a tag of the whole image.</summary>
    public ShapeType? GeometryType { get; private set; }

    /// <summary>JSON, in pixels of the upright image unless <see cref="IsNormalized"/>.</summary>
    public string Geometry { get; private set; } = "{}";

    public bool IsNormalized { get; private set; }

    public AnnotationSource Source { get; private set; }

    /// <summary>Of the model that drew the shape or filled it in; null where none did.</summary>
    public double? Confidence { get; private set; }

    /// <summary>The model that drew the shape, or that said what is in a shape that a person drew.</summary>
    public Guid? ModelVersionId { get; private set; }

    /// <summary>Whether a model had a hand in it that nobody has vouched for yet.</summary>
    public bool AwaitsReview => ModelVersionId is not null && ReviewState == ReviewState.Pending;

    public string? AnnotatorName { get; private set; }

    /// <summary>The frame that the shape is drawn on, counted from 0; null on images, and for tags of a whole video.</summary>
    public int? Frame { get; private set; }

    /// <summary>Joins the keyframes of one object of a video; an id inside its asset only.</summary>
    public Guid? TrackId { get; private set; }

    /// <summary>Higher is on top; equal ones lie in the order of their ids.</summary>
    public int ZOrder { get; private set; }

    /// <summary>JSON object: attribute values and the flags occluded, truncated, difficult, crowd, outside.</summary>
    public string? Attributes { get; private set; }

    public ReviewState ReviewState { get; private set; }

    /// <summary>The asset's revision at which this annotation last changed.</summary>
    public long Revision { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public static Annotation ByHuman(
        Guid id, Guid assetId, Guid labelClassId, ShapeType? geometryType, string geometry, string annotatorName, string? attributes, long revision, DateTime createdAt) =>
        new(id, assetId, labelClassId, geometryType, geometry, revision, createdAt)
        {
            Source = AnnotationSource.Human,
            AnnotatorName = annotatorName,
            Attributes = attributes,
            ReviewState = ReviewState.Accepted,
        };

    public static Annotation ByModel(
        Guid id, Guid assetId, Guid labelClassId, ShapeType? geometryType, string geometry, Guid modelVersionId, double confidence, long revision, DateTime createdAt) =>
        new(id, assetId, labelClassId, geometryType, geometry, revision, createdAt)
        {
            Source = AnnotationSource.Model,
            ModelVersionId = modelVersionId,
            Confidence = confidence,
            ReviewState = ReviewState.Pending,
        };

    public void Redraw(Guid labelClassId, ShapeType? geometryType, string geometry, string? attributes, long revision)
    {
        LabelClassId = labelClassId;
        GeometryType = geometryType;
        Geometry = geometry;
        Attributes = attributes;
        Revision = revision;
    }

    /// <summary>Puts the shape on a frame, into a track and into the stack; the revision is told by the change that goes with it.</summary>
    public void Place(int? frame, Guid? trackId, int zOrder)
    {
        Frame = frame;
        TrackId = trackId;
        ZOrder = zOrder;
    }

    /// <summary>A model says what is in the shape; whoever drew it, a person must look at it.</summary>
    public void Fill(Guid labelClassId, string? attributes, Guid modelVersionId, double confidence, long revision)
    {
        LabelClassId = labelClassId;
        Attributes = attributes;
        ModelVersionId = modelVersionId;
        Confidence = confidence;
        ReviewState = ReviewState.Pending;
        Revision = revision;
    }

    /// <summary>A person vouches for a model's shape; the model stays on record as its source.</summary>
    public void Review(ReviewState state, string annotatorName, long revision)
    {
        ReviewState = state;
        AnnotatorName = annotatorName;
        Revision = revision;
    }
}
