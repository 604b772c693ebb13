using Platform.Core.Datasets.Model;

namespace Platform.Core.Datasets;

/// <summary>A frozen dataset version as a detector trains on it.</summary>
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
}

/// <summary>A class of the ontology; its position in the list is its index.</summary>
public sealed record TrainingClass(Guid Id, string Key, string DisplayName, string Color);

/// <summary>One image, or one annotated frame of a video, with the boxes that people drew or accepted.</summary>
/// <param name="Width">Pixels, upright.</param>
/// <param name="Height">Pixels, upright.</param>
/// <param name="Frame">Null for an image.</param>
public sealed record TrainingImage(
    Guid AssetId, string FileName, string StorageUri, string Sha256, int Width, int Height, SplitKind Split, IReadOnlyList<TrainingBox> Boxes, TrainingFrame? Frame = null)
{
    /// <summary>Tells the samples of a version apart.</summary>
    public string Name => Frame is null ? AssetId.ToString() : FormattableString.Invariant($"{AssetId}#{Frame.Number}");
}

/// <summary>Which of a video's frames, counted from 0.</summary>
public sealed record TrainingFrame(int Number, int FrameCount);

/// <summary>A box in pixels of the upright image.</summary>
public sealed record TrainingBox(int ClassIndex, float X, float Y, float Width, float Height);
