using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;

namespace Platform.Core.Interchange;

/// <summary>What an importer reads: images, class lists, and the problems it met; a bad row is a problem, never an exception.</summary>
public abstract record ImportItem;

/// <summary>The classes that a file declares, in its order.</summary>
public sealed record ImportedClasses(IReadOnlyList<string> Names) : ImportItem;

/// <summary>One image's annotations.</summary>
/// <param name="Names">File names the image may have, the likeliest first.</param>
/// <param name="Width">Pixels as the file says; null where it does not.</param>
/// <param name="Source">Where this was read, for reports.</param>
public sealed record ImportedImage(IReadOnlyList<string> Names, int? Width, int? Height, SplitKind? Split, IReadOnlyList<ImportedShape> Shapes, string Source) : ImportItem
{
    public string Name => Names[0];
}

/// <summary>Something that could not be read and was left out.</summary>
public sealed record ImportProblem(string Source, string Code, string Message) : ImportItem;

/// <summary>One object: every geometry that the file gives for it (mask, polygon, keypoints, box), the richest first.</summary>
/// <param name="IsNormalized">Whether coordinates are shares of the image's width and height instead of pixels.</param>
/// <param name="Attributes">JSON object of flags and attribute values, or null.</param>
public sealed record ImportedShape(string ClassName, IReadOnlyList<ShapeGeometry> Geometries, bool IsNormalized, string? Attributes);

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
    public const string UnknownImage = "import.image_unknown";
    public const string AmbiguousImage = "import.image_ambiguous";
    public const string SizeMismatch = "import.size_mismatch";
    public const string SplitConflict = "import.split_conflict";
    public const string RepeatedImage = "import.image_repeated";
}
