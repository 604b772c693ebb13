using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Core.Assets;
using Platform.Core.Assets.Model;
using Platform.Core.Shared;

namespace Platform.Core.Annotations;

/// <summary>The shapes of one asset as the canvas gets them; enumerations are their stored texts.</summary>
/// <param name="Revision">What a save must name as its base.</param>
/// <param name="MayReview">Whether the reader may accept and reject the asset.</param>
/// <param name="Tiled">Whether the picture is too large for a browser and is to be fetched in tiles.</param>
/// <param name="Video">Null for an image.</param>
public sealed record AnnotationDocument(
    Guid AssetId,
    long Revision,
    int Width,
    int Height,
    bool ReadOnly,
    WorkState WorkState,
    Person? Assignee,
    bool MayReview,
    bool Tiled,
    VideoTiming? Video,
    IReadOnlyList<AnnotationItem> Annotations);

/// <summary>How a video is counted: frame n is the n-th decoded one, from 0.</summary>
/// <param name="ExcludedFrames">Left out of labelling and training, ascending.</param>
public sealed record VideoTiming(int FrameCount, double Fps, int DurationMs, IReadOnlyList<int> ExcludedFrames);

/// <summary>One shape; <paramref name="Type"/> is null for a tag of the whole image.</summary>
/// <param name="Frame">With <paramref name="TrackId"/> a keyframe of a track, without it a shape of that one frame; null on images.</param>
/// <param name="ZOrder">Higher is on top.</param>
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
    long Revision,
    int? Frame,
    Guid? TrackId,
    int ZOrder);

/// <summary>A shape to add or change. Who drew it is not for the client to say: a new shape is the actor's, a model's shape stays the model's.</summary>
/// <param name="Type">May be left out; if given it must be the class's.</param>
/// <param name="ReviewState">The verdict on a model's shape; a changed one counts as accepted.</param>
/// <param name="ZOrder">Null keeps what stands; 0 for a new shape.</param>
public sealed record AnnotationUpsert(Guid Id, Guid ClassId, string? Type, JsonElement Geometry, string? ReviewState = null, int? ZOrder = null)
{
    /// <summary>Left out keeps what stands, null clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<JsonElement> Attributes { get; init; }

    /// <summary>Left out keeps what stands, null clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<int?> Frame { get; init; }

    /// <summary>Left out keeps what stands, null takes the shape out of its track.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<Guid?> TrackId { get; init; }
}

/// <summary>The outcome of a save.</summary>
public abstract record SaveAnnotationsResult
{
    /// <summary>Everything stands in the database under this revision.</summary>
    /// <param name="Work">Where the label work stands now: a save that changes something begins it, or takes it up again.</param>
    public sealed record Saved(long Revision, AssetWork Work) : SaveAnnotationsResult;

    /// <summary>Somebody saved in between: nothing was changed, merge with what stands and send again.</summary>
    public sealed record StaleRevision(AnnotationDocument Current) : SaveAnnotationsResult;
}
