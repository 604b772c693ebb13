using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Annotations;

/// <summary>A client's upsert after its checks, what it left out taken from the row it changes: ready to be compared with and written over that row.</summary>
internal sealed class AnnotationDraft
{
    private AnnotationDraft(Guid id, LabelClass labelClass, string geometry, ReviewState? verdict, string? attributes, Placement placement)
    {
        Id = id;
        Class = labelClass;
        Geometry = geometry;
        Verdict = verdict;
        Attributes = attributes;
        Placement = placement;
    }

    public Guid Id { get; }

    public LabelClass Class { get; }

    /// <summary>Canonical JSON.</summary>
    public string Geometry { get; }

    public ReviewState? Verdict { get; }

    public string? Attributes { get; }

    public Placement Placement { get; }

    /// <param name="standing">The row with the upsert's id; null for a new shape.</param>
    /// <param name="classes">The classes of the version's ontology.</param>
    public static AnnotationDraft Check(AnnotationUpsert upsert, Annotation? standing, ClassesOfSave classes, Asset asset)
    {
        if (upsert.Id == Guid.Empty)
        {
            throw new DomainRuleException("annotation.id_missing", "Every shape needs an id of its own, made by whoever draws it.");
        }

        var labelClass = classes.Find(upsert.ClassId);
        var wanted = labelClass.ShapeType is { } known ? EnumText<ShapeType>.ToText(known) : "tag";
        if (upsert.Type is { } type && type != wanted)
        {
            throw new DomainRuleException("annotation.type_mismatch", $"The class '{labelClass.Key}' is drawn as {wanted}, not as {type}.", labelClass.Key, wanted, type);
        }

        var geometry = GeometryRules.Accept(GeometryJson.Parse(labelClass.ShapeType, upsert.Geometry), asset.Width, asset.Height);
        classes.CheckPointCount(labelClass, geometry);
        var verdict = upsert.ReviewState is { } state ? EnumText<ReviewState>.Parse(state) : (ReviewState?)null;
        var attributes = AttributeValues.Check(upsert.Attributes, standing?.Attributes, classes.AttributesOf(labelClass), labelClass.Key);
        return new AnnotationDraft(upsert.Id, labelClass, GeometryJson.Write(geometry), verdict, attributes, Placement.Check(upsert, standing, labelClass, asset));
    }

    /// <summary>Whether the row already says all of this.</summary>
    public bool IsWrittenIn(Annotation row) => HasDrawingOf(row) && (row.ModelVersionId is null || Verdict is null || Verdict == row.ReviewState);

    public Annotation ToHuman(Guid assetId, string annotatorName, long revision, DateTime now)
    {
        var row = Annotation.ByHuman(Id, assetId, Class.Id, Class.ShapeType, Geometry, annotatorName, Attributes, revision, now);
        row.Place(Placement.Frame, Placement.TrackId, Placement.ZOrder);
        return row;
    }

    /// <param name="takesBack">The shape is again what its model drew, and nobody vouches for it any more.</param>
    public void WriteOver(Annotation row, string annotatorName, long revision, bool takesBack)
    {
        var redrawn = !HasDrawingOf(row);
        if (redrawn)
        {
            row.Redraw(Class.Id, Class.ShapeType, Geometry, Attributes, revision);
            row.Place(Placement.Frame, Placement.TrackId, Placement.ZOrder);
        }

        if (row.ModelVersionId is not null && takesBack)
        {
            row.Review(ReviewState.Pending, annotatorName, revision);
        }
        else if (row.ModelVersionId is not null)
        {
            // Who corrects a shape vouches for it, unless he says otherwise.
            row.Review(redrawn && Verdict is null or ReviewState.Pending ? ReviewState.Accepted : Verdict ?? row.ReviewState, annotatorName, revision);
        }
    }

    /// <summary>Whether the shape becomes another one, in class, place or attributes.</summary>
    public bool Redraws(Annotation row) => !HasDrawingOf(row);

    /// <summary>Tells the shape's class, place and attributes from any other.</summary>
    public string DrawingHash => HashOf(Class.Id, Placement, Geometry, Attributes);

    public static string DrawingHashOf(Annotation row) =>
        HashOf(row.LabelClassId, Placement.Of(row), GeometryJson.Write(GeometryJson.Parse(row.GeometryType, row.Geometry)), row.Attributes);

    private static string HashOf(Guid classId, Placement placement, string geometry, string? attributes)
    {
        var canonical = attributes is null ? "" : CanonicalJson.Write(writer => CanonicalJson.Copy(writer, attributes));
        var text = string.Create(CultureInfo.InvariantCulture, $"{classId}|{placement.Frame}|{placement.TrackId}|{placement.ZOrder}|{geometry}|{canonical}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private bool HasDrawingOf(Annotation row) =>
        row.LabelClassId == Class.Id
        && Placement == Placement.Of(row)
        && Geometry == GeometryJson.Write(GeometryJson.Parse(row.GeometryType, row.Geometry))
        && CanonicalJson.AreEqual(Attributes, row.Attributes);
}
