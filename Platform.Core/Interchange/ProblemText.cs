using System.Globalization;

namespace Platform.Core.Interchange;

/// <summary>One kind of problem: its name, the code that it counts under, and its English text, whose last placeholder may be the reason.</summary>
public sealed record ProblemText(string Name, string Code, string English)
{
    public ImportProblem At(string source, params object?[] arguments) => At(source, null, arguments);

    /// <summary>The problem with the failure behind it as its last argument.</summary>
    public ImportProblem Because(string source, Exception failure, params object?[] arguments) => At(source, ImportReasons.Of(failure), arguments);

    private ImportProblem At(string source, Shared.Reason? reason, object?[] arguments)
    {
        var texts = arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "").ToList();
        object[] all = reason is null ? [.. texts] : [.. texts, reason.English];
        return new ImportProblem(source, Code, string.Format(CultureInfo.InvariantCulture, English, all)) { Text = Name, Arguments = texts, Reason = reason };
    }
}

/// <summary>Everything that an import may have to say. Pages translate by name, programs get the English text.</summary>
public static class ProblemTexts
{
    public static readonly ProblemText CvatRoot = new("cvat_root", ImportCodes.FileUnreadable, "The root element is not <annotations>; this is no CVAT file.");
    public static readonly ProblemText VocRoot = new("voc_root", ImportCodes.FileUnreadable, "The root element is <{0}>, not <annotation>; this is no Pascal VOC file.");
    public static readonly ProblemText LabelmeRoot = new("labelme_root", ImportCodes.FileUnreadable, "The file has no list of shapes; this is no labelme file.");
    public static readonly ProblemText FileUnreadable = new("file_unreadable", ImportCodes.FileUnreadable, "The file could not be read: {0}");
    public static readonly ProblemText FileCut = new("file_cut", ImportCodes.FileUnreadable, "The file could not be read to its end; what stood before was read. {0}");
    public static readonly ProblemText CategoriesUnreadable = new("categories_unreadable", ImportCodes.FileUnreadable, "The categories could not be read: {0}");
    public static readonly ProblemText MasksUnreadable = new("masks_unreadable", ImportCodes.FileUnreadable, "The masks of the image could not be read: {0}");
    public static readonly ProblemText YoloNames = new("yolo_names", ImportCodes.FileUnreadable, "There is no data.yaml, obj.names or classes.txt; classes are named by their numbers.");

    public static readonly ProblemText RowUnreadable = new("row_unreadable", ImportCodes.RowUnreadable, "It could not be read and was skipped: {0}");
    public static readonly ProblemText ShapeUnreadable = new("shape_unreadable", ImportCodes.RowUnreadable, "A {0} of “{1}” could not be read and was skipped: {2}");
    public static readonly ProblemText SegmentationUnreadable = new("segmentation_unreadable", ImportCodes.RowUnreadable, "The segmentation could not be read and was skipped: {0}");
    public static readonly ProblemText NoFrame = new("no_frame", ImportCodes.RowUnreadable, "A shape of “{0}” has no frame; it was skipped.");
    public static readonly ProblemText ImageWithoutName = new("image_without_name", ImportCodes.RowUnreadable, "An image has no name; it was skipped.");
    public static readonly ProblemText ShapeWithoutLabel = new("shape_without_label", ImportCodes.RowUnreadable, "The shape has no label; it was skipped.");
    public static readonly ProblemText UnknownCategory = new("unknown_category", ImportCodes.RowUnreadable, "The annotation of “{0}” names category {1}, which the file lacks; it was skipped.");
    public static readonly ProblemText UnknownLabel = new("unknown_label", ImportCodes.UnsupportedShape, "A {0} names label {1}, which the file lacks; it was skipped.");
    public static readonly ProblemText BoxIncomplete = new("box_incomplete", ImportCodes.RowUnreadable, "The box of “{0}” lacks a coordinate or has one that is not a number; it was skipped.");
    public static readonly ProblemText ItemWithoutName = new("item_without_name", ImportCodes.RowUnreadable, "An item has neither an id nor a path; it was skipped.");
    public static readonly ProblemText TaskWithoutImage = new("task_without_image", ImportCodes.RowUnreadable, "The task names no image; it was skipped.");
    public static readonly ProblemText FolderWithoutClass = new("folder_without_class", ImportCodes.RowUnreadable, "The image stands in no folder that names its class; it was skipped.");

    public static readonly ProblemText NoCounterpart = new("no_counterpart", ImportCodes.UnsupportedShape, "A {0} of “{1}” has no counterpart here; it was skipped.");
    public static readonly ProblemText NoBox = new("no_box", ImportCodes.UnsupportedShape, "The object “{0}” has no bndbox; it was skipped.");
    public static readonly ProblemText Crowd = new("crowd", ImportCodes.UnsupportedShape, "The crowd region of “{0}” was skipped, as asked.");

    public static readonly ProblemText NoArea = new("no_area", ImportCodes.DegenerateShape, "The annotation has no box or shape with an area; it was skipped.");
    public static readonly ProblemText BoxEmpty = new("box_empty", ImportCodes.DegenerateShape, "The box of “{0}” from ({1}, {2}) to ({3}, {4}) has no area; it was skipped.");
    public static readonly ProblemText Degenerate = new("degenerate", ImportCodes.DegenerateShape, "A shape of “{0}” was skipped: {1}");

    public static readonly ProblemText Outside = new("outside", ImportCodes.OutsideImage, "A shape of “{0}” at {1} lies outside the image of {2}×{3} pixels; it was skipped.");
    public static readonly ProblemText Clipped = new("clipped", ImportCodes.Clipped, "A shape of “{0}” at {1} was cut at the image's edge to {2}.");
    public static readonly ProblemText TypeMismatch = new("type_mismatch", ImportCodes.TypeMismatch, "The class “{0}” is drawn as another type ({1}), which the file does not give; the shape was skipped. Map “{2}” to another class.");
    public static readonly ProblemText SkeletonLength = new("skeleton_length", ImportCodes.TypeMismatch, "The skeleton of “{0}” has {1} points, the file gives {2}; the shape was skipped.");
    public static readonly ProblemText RotationLost = new("rotation_lost", ImportCodes.RotationLost, "A box of “{0}” is turned; the upright box around it was taken. Map it to a class of polygons to keep its outline.");
    public static readonly ProblemText DuplicatesLeftOut = new("duplicates_left_out", ImportCodes.Duplicate, "Shapes that stand there already, of the same class at the same place: {0}. They were left out.");
    public static readonly ProblemText DuplicatesKept = new("duplicates_kept", ImportCodes.Duplicate, "Shapes that stand there already, of the same class at the same place: {0}. They were kept.");
    public static readonly ProblemText FrameMissing = new("frame_missing", ImportCodes.FrameMissing, "The video has {0} frames, counted from 0; a shape of “{1}” on frame {2} was skipped.");
    public static readonly ProblemText FrameUnnamed = new("frame_unnamed", ImportCodes.FrameMissing, "A shape of “{0}” names no frame of the video; it was skipped.");

    public static readonly ProblemText UnknownImage = new("unknown_image", ImportCodes.UnknownImage, "Annotations of image {1}, which the file lacks: {0}. They were skipped.");
    public static readonly ProblemText AmbiguousImage = new("ambiguous_image", ImportCodes.AmbiguousImage, "Several images are called “{0}”; its annotations were left out. Import with folder names, or rename one.");
    public static readonly ProblemText RepeatedImage = new("repeated_image", ImportCodes.RepeatedImage, "“{0}” is annotated more than once in the files; all of it is taken.");
    public static readonly ProblemText SeveralPeople = new("several_people", ImportCodes.RepeatedImage, "{0} people annotated “{1}”; the first annotation was read.");
    public static readonly ProblemText SizeMismatch = new("size_mismatch", ImportCodes.SizeMismatch, "The file says {0}×{1} pixels, the image has {2}×{3}; coordinates were taken as they are.");
    public static readonly ProblemText SplitConflict = new("split_conflict", ImportCodes.SplitConflict, "“{0}” stands in the list of another split as well; it stays in {1}.");

    public static IReadOnlyList<ProblemText> All { get; } =
        [.. typeof(ProblemTexts).GetFields().Where(field => field.FieldType == typeof(ProblemText)).Select(field => (ProblemText)field.GetValue(null)!)];
}
