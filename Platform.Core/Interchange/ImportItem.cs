using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;

namespace Platform.Core.Interchange;

/// <summary>What an importer reads: images, class lists, and the problems it met; a bad row is a problem, never an exception.</summary>
public abstract record ImportItem;

/// <summary>The classes that a file declares, in its order.</summary>
public sealed record ImportedClasses(IReadOnlyList<string> Names) : ImportItem;

/// <summary>One image's or video's annotations.</summary>
/// <param name="Names">File names the image may have, the likeliest first.</param>
/// <param name="Width">Pixels as the file says; null where it does not.</param>
/// <param name="Source">Where this was read, for reports.</param>
public sealed record ImportedImage(IReadOnlyList<string> Names, int? Width, int? Height, SplitKind? Split, IReadOnlyList<ImportedShape> Shapes, string Source) : ImportItem
{
    public string Name => Names[0];

    /// <summary>Whether this is a video, whose shapes have frames.</summary>
    public bool IsVideo { get; init; }

    /// <summary>For a video: its annotated frames as images, for versions that hold the frames instead of the video.</summary>
    public Func<IEnumerable<ImportedImage>>? Frames { get; init; }
}

/// <summary>Something that could not be read and was left out.</summary>
/// <param name="Source">File, and the place in it.</param>
/// <param name="Code">What it counts under; see <see cref="ImportCodes"/>.</param>
/// <param name="Message">English.</param>
public sealed record ImportProblem(string Source, string Code, string Message) : ImportItem
{
    /// <summary>Name of its <see cref="ProblemText"/>, by which pages translate it.</summary>
    public string? Text { get; init; }

    /// <summary>Values of the text's placeholders, in order.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The value of the last placeholder, where the text has one more than there are arguments.</summary>
    public Reason? Reason { get; init; }
}

/// <summary>One object: every geometry that the file gives for it (mask, polygon, keypoints, box), the richest first.</summary>
/// <param name="IsNormalized">Whether coordinates are shares of the image's width and height instead of pixels.</param>
/// <param name="Attributes">JSON object of flags and attribute values, or null.</param>
public sealed record ImportedShape(string ClassName, IReadOnlyList<ShapeGeometry> Geometries, bool IsNormalized, string? Attributes)
{
    /// <summary>The frame of a video, counted from 0.</summary>
    public int? Frame { get; init; }

    /// <summary>Joins keyframes of one object inside the video; null for a shape of its frame alone.</summary>
    public string? Track { get; init; }

    public int ZOrder { get; init; }

    /// <summary>Whether the file turns the shape, which its box does not show.</summary>
    public bool IsRotated { get; init; }

    /// <summary>The object's id in its file, where it has one.</summary>
    public string? SourceId { get; init; }
}

/// <summary>Stable codes of <see cref="ImportProblem"/>.</summary>
public static class ImportCodes
{
    public const string FileUnreadable = "import.file_unreadable";
    public const string RowUnreadable = "import.row_unreadable";
    public const string DegenerateShape = "import.shape_degenerate";
    public const string UnsupportedShape = "import.shape_unsupported";
    public const string OutsideImage = "import.shape_outside";
    public const string Clipped = "import.shape_clipped";
    public const string TypeMismatch = "import.shape_type_mismatch";
    public const string RotationLost = "import.rotation_lost";
    public const string Duplicate = "import.shape_duplicate";
    public const string FrameMissing = "import.frame_missing";
    public const string UnknownImage = "import.image_unknown";
    public const string AmbiguousImage = "import.image_ambiguous";
    public const string SizeMismatch = "import.size_mismatch";
    public const string SplitConflict = "import.split_conflict";
    public const string RepeatedImage = "import.image_repeated";
}
