namespace Platform.Core.Assets.Model;

/// <summary>
/// An asset that was deleted from a draft. Its row stands in a table of its own, with every column of <see cref="Asset"/>, so that nothing that reads assets can
/// meet it; what is not named here is carried for the way back.
/// </summary>
public sealed class TrashedAsset
{
    // Rows are written by statements.
    private TrashedAsset()
    {
    }

    public Guid Id { get; private set; }

    public Guid DatasetVersionId { get; private set; }

    public AssetType Type { get; private set; }

    public string FileName { get; private set; } = "";

    public string StorageUri { get; private set; } = "";

    public string Sha256 { get; private set; } = "";

    /// <summary>Pixels, upright.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels, upright.</summary>
    public int Height { get; private set; }

    public int? DurationMs { get; private set; }

    public int? FrameCount { get; private set; }

    public DateTime TrashedAt { get; private set; }

    /// <summary>Null where the platform itself deleted it.</summary>
    public Guid? TrashedById { get; private set; }
}
