using System.Text.Json;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Annotations;

/// <summary>A client's upsert after its checks, ready to be compared with and written over what stands.</summary>
internal sealed class AnnotationDraft
{
    private const int MaxAttributesLength = 20_000;

    private readonly bool _setsAttributes;

    private AnnotationDraft(Guid id, LabelClass labelClass, string geometry, ReviewState? verdict, string? attributes, bool setsAttributes)
    {
        Id = id;
        Class = labelClass;
        Geometry = geometry;
        Verdict = verdict;
        Attributes = attributes;
        _setsAttributes = setsAttributes;
    }

    public Guid Id { get; }

    public LabelClass Class { get; }

    /// <summary>Canonical JSON.</summary>
    public string Geometry { get; }

    public ReviewState? Verdict { get; }

    public string? Attributes { get; }

    /// <param name="classes">The classes of the version's ontology.</param>
    public static AnnotationDraft Check(AnnotationUpsert upsert, IReadOnlyDictionary<Guid, LabelClass> classes, int width, int height)
    {
        if (upsert.Id == Guid.Empty)
        {
            throw new DomainRuleException("annotation.id_missing", "Every shape needs an id of its own, made by whoever draws it.");
        }

        if (!classes.TryGetValue(upsert.ClassId, out var labelClass))
        {
            throw new DomainRuleException(
                "annotation.class_unknown", "The class of a shape is not in the ontology of this dataset version. Reload the page and choose a class again.", upsert.ClassId);
        }

        var wanted = labelClass.ShapeType is { } known ? EnumText<ShapeType>.ToText(known) : "tag";
        if (upsert.Type is { } type && type != wanted)
        {
            throw new DomainRuleException("annotation.type_mismatch", $"The class '{labelClass.Key}' is drawn as {wanted}, not as {type}.", labelClass.Key, wanted, type);
        }

        var geometry = GeometryRules.Accept(GeometryJson.Parse(labelClass.ShapeType, upsert.Geometry), width, height);
        var verdict = upsert.ReviewState is { } state ? EnumText<ReviewState>.Parse(state) : (ReviewState?)null;
        return new AnnotationDraft(upsert.Id, labelClass, GeometryJson.Write(geometry), verdict, AttributesOf(upsert), upsert.Attributes is not null);
    }

    /// <summary>Whether the row already says all of this.</summary>
    public bool IsWrittenIn(Annotation row) => HasDrawingOf(row) && (row.Source == AnnotationSource.Human || Verdict is null || Verdict == row.ReviewState);

    public Annotation ToHuman(Guid assetId, string annotatorName, long revision, DateTime now) =>
        Annotation.ByHuman(Id, assetId, Class.Id, Class.ShapeType, Geometry, annotatorName, Attributes, revision, now);

    public void WriteOver(Annotation row, string annotatorName, long revision)
    {
        var redrawn = !HasDrawingOf(row);
        if (redrawn)
        {
            row.Redraw(Class.Id, Class.ShapeType, Geometry, _setsAttributes ? Attributes : row.Attributes, revision);
        }

        if (row.Source == AnnotationSource.Model)
        {
            // Who corrects a shape vouches for it, unless he says otherwise.
            row.Review(redrawn && Verdict is null or ReviewState.Pending ? ReviewState.Accepted : Verdict ?? row.ReviewState, annotatorName, revision);
        }
    }

    private bool HasDrawingOf(Annotation row) =>
        row.LabelClassId == Class.Id
        && Geometry == GeometryJson.Write(GeometryJson.Parse(row.GeometryType, row.Geometry))
        && (!_setsAttributes || Canonical(Attributes) == Canonical(row.Attributes));

    private static string? AttributesOf(AnnotationUpsert upsert)
    {
        if (upsert.Attributes is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } attributes)
        {
            return null;
        }

        var text = attributes.GetRawText();
        return attributes.ValueKind == JsonValueKind.Object && text.Length <= MaxAttributesLength && !text.Contains("\\u0000", StringComparison.Ordinal)
            ? text
            : throw new DomainRuleException("annotation.attributes_invalid", $"The attributes of a shape are a JSON object of at most {MaxAttributesLength} characters.", MaxAttributesLength);
    }

    private static string? Canonical(string? json) => json is null ? null : CanonicalJson.Write(writer => CanonicalJson.Copy(writer, json));
}
