using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Interchange;

/// <summary>An image or video that annotations can be imported for; size in pixels, upright.</summary>
public sealed record ImportTarget(Guid AssetId, string FileName, int Width, int Height)
{
    /// <summary>Null for an image.</summary>
    public int? FrameCount { get; init; }

    public bool IsVideo => FrameCount is not null;
}

/// <summary>A class that imported shapes can get.</summary>
public sealed record ImportClass(Guid Id, string Key, string DisplayName, ShapeType? ShapeType)
{
    public IReadOnlyList<AttributeSpec> Attributes { get; init; } = [];

    /// <summary>Names of the skeleton's points; empty where the class has none.</summary>
    public IReadOnlyList<string> KeypointNames { get; init; } = [];
}

/// <summary>A shape ready to be stored: inside its image, of its class's type.</summary>
public sealed record PlannedShape(Guid LabelClassId, ShapeGeometry Geometry, string? Attributes)
{
    /// <summary>The geometry as it is stored.</summary>
    public string Text { get; } = GeometryJson.Write(Geometry);

    public int? Frame { get; init; }

    /// <summary>Joins keyframes inside the image's item.</summary>
    public string? Track { get; init; }

    public int ZOrder { get; init; }
}

/// <summary>What is to be stored for one image.</summary>
public sealed record PlannedImage(ImportTarget Target, SplitKind? Split, IReadOnlyList<PlannedShape> Shapes, string Source);
