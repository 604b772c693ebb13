namespace Platform.Core.Interchange.Export;

/// <summary>What an export carries and what it cannot, known before it starts.</summary>
/// <param name="Images">Images that the export will hold, frames of videos included.</param>
/// <param name="Shapes">Accepted shapes of the version.</param>
/// <param name="KeepsHash">Whether the export, with its images, imported into the same classes elsewhere and frozen, has the same content hash.</param>
public sealed record LossReport(InterchangeFormat Format, int Images, int Videos, int Shapes, IReadOnlyList<Loss> Losses, bool KeepsHash);

/// <summary>One kind of loss.</summary>
/// <param name="Detail">What is concerned, such as a type of shape or the name of a flag; empty where the code says it all.</param>
/// <param name="Examples">Names of the first images concerned.</param>
public sealed record Loss(string Code, string Detail, int Count, string Message, IReadOnlyList<string> Examples);

/// <summary>Stable codes of <see cref="Loss"/>.</summary>
public static class LossCodes
{
    public const string ShapeDropped = "loss.shape_dropped";
    public const string ShapeAsBox = "loss.shape_as_box";
    public const string ShapeAsPolygon = "loss.shape_as_polygon";
    public const string ShapeAsMask = "loss.shape_as_mask";
    public const string Overlap = "loss.overlap";
    public const string TagDropped = "loss.tag_dropped";
    public const string SecondTag = "loss.second_tag";
    public const string Rings = "loss.rings";
    public const string Holes = "loss.holes";
    public const string HiddenPoints = "loss.hidden_points";
    public const string Attributes = "loss.attributes";
    public const string AttributeTypes = "loss.attribute_types";
    public const string Flags = "loss.flags";
    public const string Groups = "loss.groups";
    public const string ZOrder = "loss.z_order";
    public const string Tracks = "loss.tracks";
    public const string LoneFrameShapes = "loss.lone_frame_shapes";
    public const string ImagesDropped = "loss.images_dropped";
    public const string EmptyImages = "loss.empty_images";
    public const string Splits = "loss.splits";
    public const string Videos = "loss.videos";
}
