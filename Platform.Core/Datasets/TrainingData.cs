using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Datasets;

/// <summary>A frozen dataset version as networks train on it.</summary>
/// <param name="Classes">In index order.</param>
public sealed record TrainingData(
    Guid VersionId,
    Guid ProjectId,
    Guid DepartmentId,
    Guid OntologyVersionId,
    string DatasetName,
    string VersionTag,
    string ContentSha256,
    IReadOnlyList<TrainingClass> Classes,
    IReadOnlyList<TrainingImage> Images)
{
    public IReadOnlyList<TrainingImage> In(params SplitKind[] splits) => [.. Images.Where(image => splits.Contains(image.Split))];

    /// <summary>The same data as a network sees it that tells these classes apart, in this order; labels of other classes are left out, classes that the ontology lacks have none.</summary>
    public TrainingData ForClasses(IReadOnlyList<string> keys) =>
        ForClasses([.. keys.Select(key => Classes.FirstOrDefault(item => item.Key == key) ?? new TrainingClass(Guid.Empty, key, key, "#888888"))]);

    /// <summary>
    /// As above. Shape and skeleton are those of the classes that are asked for, which a network's outputs follow; skeletons whose points differ are left out, as they are not the
    /// ones that it learnt.
    /// </summary>
    public TrainingData ForClasses(IReadOnlyList<TrainingClass> wanted)
    {
        if (Classes.Count == wanted.Count && Classes.Zip(wanted).All(pair => pair.First.IsDrawnAs(pair.Second) && pair.First.Key == pair.Second.Key))
        {
            return this;
        }

        var places = Classes.Select(own => wanted.ToList().FindIndex(item => item.Key == own.Key && item.HasPointsOf(own))).ToArray();
        return this with
        {
            Classes = [.. wanted.Select(item => Classes.FirstOrDefault(own => own.Key == item.Key) is { } own ? own with { Shape = item.Shape, Keypoints = item.Keypoints } : item)],
            Images =
            [
                .. Images.Select(image => image with
                {
                    Boxes = [.. image.Boxes.Where(box => places[box.ClassIndex] >= 0).Select(box => box with { ClassIndex = places[box.ClassIndex] })],
                    Shapes = [.. image.Shapes.Where(shape => places[shape.ClassIndex] >= 0).Select(shape => shape with { ClassIndex = places[shape.ClassIndex] })],
                }),
            ],
        };
    }
}

/// <summary>A class of the ontology; its position in the list is its index.</summary>
/// <param name="Shape">Null for a tag of the whole image.</param>
/// <param name="Keypoints">JSON of the skeleton; see <see cref="KeypointSpec"/>.</param>
public sealed record TrainingClass(Guid Id, string Key, string DisplayName, string Color, ShapeType? Shape = ShapeType.Bbox, string? Keypoints = null)
{
    /// <summary>What the class asks of its shapes.</summary>
    public IReadOnlyList<AttributeSpec> Attributes { get; init; } = [];

    /// <summary>Names of the skeleton's points in their order; none where it has no skeleton.</summary>
    public IReadOnlyList<string> PointNames => Keypoints is null ? [] : KeypointSpec.Parse(Keypoints).Names;

    /// <summary>Whether both have the same points in the same order, or neither has any.</summary>
    public bool HasPointsOf(TrainingClass other) => Keypoints == other.Keypoints || PointNames.SequenceEqual(other.PointNames);

    /// <summary>Whether both are drawn by the same shape and points.</summary>
    public bool IsDrawnAs(TrainingClass other) => Shape == other.Shape && HasPointsOf(other);

    /// <summary>Whether it is a box whose shapes carry a text of this name.</summary>
    public bool HasText(string attribute) => Shape == ShapeType.Bbox && Attributes.Any(spec => spec.Type == AttributeType.Text && spec.Name == attribute);
}

/// <summary>One image, or one annotated frame of a video, with the boxes that people drew or accepted.</summary>
/// <param name="Width">Pixels, upright.</param>
/// <param name="Height">Pixels, upright.</param>
/// <param name="Frame">Null for an image.</param>
public sealed record TrainingImage(
    Guid AssetId, string FileName, string StorageUri, string Sha256, int Width, int Height, SplitKind Split, IReadOnlyList<TrainingBox> Boxes, TrainingFrame? Frame = null)
{
    /// <summary>Accepted annotations that are no boxes, where they were asked for; none on frames of videos.</summary>
    public IReadOnlyList<TrainingShape> Shapes { get; init; } = [];

    /// <summary>Words that people gave the image.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Tells the samples of a version apart.</summary>
    public string Name => Frame is null ? AssetId.ToString() : FormattableString.Invariant($"{AssetId}#{Frame.Number}");
}

/// <summary>Which of a video's frames, counted from 0.</summary>
public sealed record TrainingFrame(int Number, int FrameCount);

/// <summary>A polygon, mask, skeleton, line or tag; in pixels of the upright image.</summary>
public sealed record TrainingShape(int ClassIndex, ShapeGeometry Geometry);

/// <summary>A box in pixels of the upright image.</summary>
public sealed record TrainingBox(int ClassIndex, float X, float Y, float Width, float Height)
{
    /// <summary>JSON object of the box's attribute values; null where there are none, and on frames of videos.</summary>
    public string? Attributes { get; init; }
}
