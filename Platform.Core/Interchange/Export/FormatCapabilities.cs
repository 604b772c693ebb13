using Platform.Core.Ontologies.Model;

namespace Platform.Core.Interchange.Export;

/// <summary>What becomes of a shape in a format.</summary>
public enum ShapeCarry
{
    Kept,

    /// <summary>Its box is written.</summary>
    AsBox,

    /// <summary>Its outline is written.</summary>
    AsPolygon,

    /// <summary>Its pixels are written.</summary>
    AsMask,

    /// <summary>It is left out.</summary>
    Dropped,
}

/// <summary>What a format carries of attribute values.</summary>
public enum AttributeCarry
{
    None,

    /// <summary>As text: values that the class declares come back as they were, others as text.</summary>
    Text,
    Kept,
}

/// <summary>What a format can say; the loss report and the documentation follow from it.</summary>
public sealed record FormatCapabilities(InterchangeFormat Format)
{
    private static readonly IReadOnlyList<string> s_allFlags = AttributeSpec.ReservedNames;

    public ShapeCarry Boxes { get; init; }

    public ShapeCarry Polygons { get; init; }

    public ShapeCarry Masks { get; init; }

    public ShapeCarry Polylines { get; init; }

    public ShapeCarry Keypoints { get; init; }

    public bool Tags { get; init; } = true;

    /// <summary>Polygons of several rings as one object.</summary>
    public bool Rings { get; init; } = true;

    /// <summary>Holes as holes, in the eyes of other tools too.</summary>
    public bool Holes { get; init; } = true;

    /// <summary>Hidden points apart from visible ones.</summary>
    public bool HiddenPoints { get; init; } = true;

    public AttributeCarry Attributes { get; init; }

    public IReadOnlyList<string> Flags { get; init; } = [];

    public bool ZOrder { get; init; }

    public bool Tracks { get; init; }

    /// <summary>Whether images are carried; CVAT for video knows videos only.</summary>
    public bool Images { get; init; } = true;

    public bool Splits { get; init; } = true;

    /// <summary>Whether an image without any shape is told apart from one that nobody looked at.</summary>
    public bool EmptyImages { get; init; } = true;

    /// <summary>Masks that cover one another.</summary>
    public bool Overlaps { get; init; } = true;

    public ShapeCarry Of(ShapeType? type) => type switch
    {
        null => Tags ? ShapeCarry.Kept : ShapeCarry.Dropped,
        ShapeType.Bbox => Boxes,
        ShapeType.Polygon => Polygons,
        ShapeType.Mask => Masks,
        ShapeType.Polyline => Polylines,
        ShapeType.Keypoints => Keypoints,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static FormatCapabilities Of(ExportRequest request) => request.Format switch
    {
        InterchangeFormat.Coco => new(request.Format) { Polylines = ShapeCarry.Dropped, Attributes = AttributeCarry.Kept, Flags = s_allFlags, ZOrder = true },
        InterchangeFormat.Datumaro => new(request.Format) { Holes = false, Attributes = AttributeCarry.Kept, Flags = s_allFlags, ZOrder = true },
        InterchangeFormat.Yolo => Yolo(request.YoloTask),
        InterchangeFormat.Voc => new(request.Format)
        {
            Polygons = ShapeCarry.AsMask, Polylines = ShapeCarry.Dropped, Keypoints = ShapeCarry.AsBox, Tags = false,
            Attributes = AttributeCarry.Text, Flags = ["difficult", "truncated", "occluded"], Overlaps = false,
        },
        InterchangeFormat.CvatImages => new(request.Format) { Rings = false, Holes = false, Attributes = AttributeCarry.Text, Flags = s_allFlags, ZOrder = true },
        InterchangeFormat.CvatVideo => new(request.Format)
        {
            Rings = false, Holes = false, Tags = false, Attributes = AttributeCarry.Text, Flags = s_allFlags, ZOrder = true, Tracks = true, Images = false,
        },
        InterchangeFormat.Labelme => new(request.Format) { Holes = false, Attributes = AttributeCarry.Kept, Flags = s_allFlags, ZOrder = true },
        InterchangeFormat.LabelStudio => new(request.Format) { Polylines = ShapeCarry.Dropped, Rings = false, Holes = false, HiddenPoints = false },
        InterchangeFormat.ImageFolder => new(request.Format)
        {
            Boxes = ShapeCarry.Dropped, Polygons = ShapeCarry.Dropped, Masks = ShapeCarry.Dropped, Polylines = ShapeCarry.Dropped, Keypoints = ShapeCarry.Dropped, EmptyImages = false,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    private static FormatCapabilities Yolo(YoloTask task) => new(InterchangeFormat.Yolo)
    {
        Boxes = task switch { YoloTask.Detect => ShapeCarry.Kept, YoloTask.Segment => ShapeCarry.AsPolygon, _ => ShapeCarry.Dropped },
        Polygons = task switch { YoloTask.Detect => ShapeCarry.AsBox, YoloTask.Segment => ShapeCarry.Kept, _ => ShapeCarry.Dropped },
        Masks = task switch { YoloTask.Detect => ShapeCarry.AsBox, YoloTask.Segment => ShapeCarry.AsPolygon, _ => ShapeCarry.Dropped },
        Keypoints = task switch { YoloTask.Detect => ShapeCarry.AsBox, YoloTask.Segment => ShapeCarry.Dropped, _ => ShapeCarry.Kept },
        Polylines = ShapeCarry.Dropped,
        Tags = false,
        Rings = false,
        Holes = true,
    };
}
