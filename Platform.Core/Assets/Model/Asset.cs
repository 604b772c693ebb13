namespace Platform.Core.Assets.Model;

/// <summary>The kind of media that an asset is.</summary>
public enum AssetType
{
    Image,
    Video,
}

/// <summary>An image or video of one dataset version; its bytes are shared by content hash with other versions.</summary>
public sealed class Asset
{
    public const int FileNameLength = 1024;
    public const int GroupKeyLength = 255;
    public const int TagsLength = 1000;

    // Only for EF.
    private Asset()
    {
    }

    /// <param name="datasetVersionId">The version of <paramref name="datasetSplitId"/>.</param>
    public Asset(
        Guid id,
        Guid datasetVersionId,
        Guid datasetSplitId,
        AssetType type,
        string fileName,
        string storageUri,
        string sha256,
        long bytes,
        int width,
        int height,
        string? exif,
        DateTime createdAt)
    {
        Id = id;
        DatasetVersionId = datasetVersionId;
        DatasetSplitId = datasetSplitId;
        Type = type;
        FileName = fileName;
        StorageUri = storageUri;
        Sha256 = sha256;
        Bytes = bytes;
        Width = width;
        Height = height;
        Exif = exif;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    /// <summary>Repeats the split's version, so that the database can keep a hash unique inside a version.</summary>
    public Guid DatasetVersionId { get; private set; }

    public Guid DatasetSplitId { get; private set; }

    public AssetType Type { get; private set; }

    /// <summary>Name at upload, with its folder: what people and annotation files know the image by.</summary>
    public string FileName { get; private set; } = "";

    public string StorageUri { get; private set; } = "";

    /// <summary>Lower-case hex hash of the stored bytes.</summary>
    public string Sha256 { get; private set; } = "";

    public long Bytes { get; private set; }

    /// <summary>Pixels, upright.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels, upright.</summary>
    public int Height { get; private set; }

    public int? DurationMs { get; private set; }

    public double? Fps { get; private set; }

    public int? FrameCount { get; private set; }

    public string? Codec { get; private set; }

    /// <summary>JSON array of the video's frames that are left out of labelling and training, ascending; null without any.</summary>
    public string? ExcludedFrames { get; private set; }

    /// <summary>JSON of the metadata found in the upload.</summary>
    public string? Exif { get; private set; }

    /// <summary>Grows by one with every accepted change of the asset's annotations; the canvas saves against it.</summary>
    public long Revision { get; private set; }

    public WorkState WorkState { get; private set; }

    /// <summary>Who took the asset, or was given it.</summary>
    public Guid? AssigneeId { get; private set; }

    /// <summary>
    /// Bits of the picture's coarse look, of a video that of its first frame that is not flat; what looks alike differs in few of them. Null where there is nothing to compare, and for videos that came
    /// before their look was taken.
    /// </summary>
    public long? PerceptualHash { get; private set; }

    /// <summary>What the asset must not be parted from when a version is split, such as a patient; from a column of a list that somebody uploaded.</summary>
    public string? GroupKey { get; private set; }

    /// <summary>Words that people filter by, as <see cref="AssetTags"/> writes them; null without any.</summary>
    public string? Tags { get; private set; }

    /// <summary>Who brought the file in; null for what came before that was recorded.</summary>
    public Guid? UploaderId { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>How the picture looks, and who brought it.</summary>
    public void ArriveFrom(Guid? uploaderId, long? perceptualHash) => (UploaderId, PerceptualHash) = (uploaderId, perceptualHash);

    /// <summary>What was found when the video was taken in; its frames are numbered from 0 as a decoder gives them.</summary>
    public void DescribeVideo(int durationMs, double fps, int frameCount, string codec) =>
        (DurationMs, Fps, FrameCount, Codec) = (durationMs, fps, frameCount, codec);

    /// <summary>Replaces which frames are left out.</summary>
    public void ExcludeFrames(IReadOnlyCollection<int> frames) => ExcludedFrames = Assets.ExcludedFrames.ToJson(frames);

    /// <summary>Moves the asset to another split of its own version.</summary>
    public void MoveTo(Guid datasetSplitId) => DatasetSplitId = datasetSplitId;

    /// <returns>The new revision.</returns>
    public long AnnotationsChanged() => ++Revision;
}
