using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Interchange.Export;

/// <summary>What is exported, before its images: the same class list, in the ontology's order, for every file of every format.</summary>
/// <param name="Images">Images that will come, frames of videos included.</param>
public sealed record ExportSet(string DatasetName, string VersionTag, string? ContentSha256, IReadOnlyList<ExportClass> Classes, int Images);

/// <summary>A class; its index is its place in the ontology.</summary>
public sealed record ExportClass(int Index, string Key, string DisplayName, ShapeType? ShapeType, string Color, KeypointSpec? Keypoints, IReadOnlyList<AttributeSpec> Attributes);

/// <summary>An image, a frame that stands for one, or a video, with its accepted shapes.</summary>
/// <param name="Name">Relative path that is safe to write and unique in the export.</param>
public sealed record ExportImage(string Name, SplitKind Split, int Width, int Height, IReadOnlyList<ExportShape> Shapes, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>Null for an image.</summary>
    public ExportVideo? Video { get; init; }

    /// <summary>The name without its extension; as unique as the name.</summary>
    public string Stem => Name[..^Path.GetExtension(Name).Length];

    public string SplitText => Split.ToString().ToLowerInvariant();
}

/// <summary>How a video is counted, and how one of its frames is read as a JPEG.</summary>
public sealed record ExportVideo(int FrameCount, double Fps, Func<int, CancellationToken, Task<Stream>> OpenFrameAsync);

/// <summary>An accepted shape.</summary>
/// <param name="Attributes">JSON object, or null.</param>
public sealed record ExportShape(ExportClass Class, ShapeGeometry Geometry, string? Attributes)
{
    public int ZOrder { get; init; }

    public int? Frame { get; init; }

    public Guid? TrackId { get; init; }
}
