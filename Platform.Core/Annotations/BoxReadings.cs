using System.Text.Json;
using Platform.Core.Annotations.Model;
using Platform.Core.Datasets;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Annotations;

/// <summary>Which boxes a model can say something of, and what.</summary>
/// <param name="ClassKeys">Boxes of these classes; null stands for all.</param>
/// <param name="TextAttribute">The text attribute that it fills in; null where it says which class a box has.</param>
public sealed record BoxQuestion(IReadOnlyList<string>? ClassKeys, string? TextAttribute)
{
    /// <summary>Whether a box is there for the model to look into at all.</summary>
    internal bool Concerns(Annotation row, LabelClass labelClass) =>
        row is { GeometryType: ShapeType.Bbox, Frame: null, TrackId: null } && row.ReviewState != ReviewState.Rejected
        && ClassKeys?.Contains(labelClass.Key, StringComparer.Ordinal) != false
        && (TextAttribute is null || AttributeSpec.Parse(labelClass.Attributes).Any(spec => spec.Name == TextAttribute && spec.Type == AttributeType.Text));

    /// <summary>Whether nobody has answered yet: a model did and waits for review, or the text is blank.</summary>
    internal bool IsOpen(Annotation row) => row.AwaitsReview || (TextAttribute is { } name && string.IsNullOrWhiteSpace(TextOf(row, name)));

    internal static string? TextOf(Annotation row, string attribute) =>
        row.Attributes is { } json && JsonElement.Parse(json).TryGetProperty(attribute, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>A box for a model to look into.</summary>
/// <param name="Revision">Of the box, so that an answer to what has changed since is noticed.</param>
public sealed record StandingBox(Guid Id, long Revision, TrainingBox Box);

/// <summary>The boxes of an image.</summary>
/// <param name="Open">To be looked into.</param>
/// <param name="Answered">Boxes left alone, since people have said what they are.</param>
public sealed record StandingBoxes(IReadOnlyList<StandingBox> Open, int Answered);

/// <summary>A model's answer: a text or a class.</summary>
/// <param name="Revision">Of the box that was looked into.</param>
/// <param name="Confidence">0 to 1.</param>
public sealed record BoxReading(Guid AnnotationId, long Revision, double Confidence)
{
    public string? Text { get; init; }

    /// <summary>By key, since model and dataset may use different ontology versions.</summary>
    public string? ClassKey { get; init; }
}

/// <summary>A model's answers for one image.</summary>
public sealed record AssetReadings(Guid AssetId, IReadOnlyList<BoxReading> Readings);
