using System.Text.Json;

namespace Platform.Core.Annotations;

/// <summary>The shapes of one asset as the canvas gets them; enumerations are their stored texts.</summary>
/// <param name="Revision">What a save must name as its base.</param>
public sealed record AnnotationDocument(Guid AssetId, long Revision, int Width, int Height, bool ReadOnly, IReadOnlyList<AnnotationItem> Annotations);

/// <summary>One shape; <paramref name="Type"/> is null for a tag of the whole image.</summary>
public sealed record AnnotationItem(
    Guid Id,
    Guid ClassId,
    string? Type,
    JsonElement Geometry,
    string Source,
    double? Confidence,
    Guid? ModelVersionId,
    string? Annotator,
    string ReviewState,
    JsonElement? Attributes,
    long Revision);

/// <summary>A shape to add or change. Who drew it is not for the client to say: a new shape is the actor's, a model's shape stays the model's.</summary>
/// <param name="Type">May be left out; if given it must be the class's.</param>
/// <param name="ReviewState">The verdict on a model's shape; a changed one counts as accepted.</param>
/// <param name="Attributes">Left out keeps what stands, a JSON null clears it.</param>
public sealed record AnnotationUpsert(Guid Id, Guid ClassId, string? Type, JsonElement Geometry, string? ReviewState = null, JsonElement? Attributes = null);

/// <summary>The outcome of a save.</summary>
public abstract record SaveAnnotationsResult
{
    /// <summary>Everything stands in the database under this revision.</summary>
    public sealed record Saved(long Revision) : SaveAnnotationsResult;

    /// <summary>Somebody saved in between: nothing was changed, merge with what stands and send again.</summary>
    public sealed record StaleRevision(AnnotationDocument Current) : SaveAnnotationsResult;
}
