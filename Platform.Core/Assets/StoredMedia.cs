using Platform.Core.Storage;
using Platform.Core.Video;

namespace Platform.Core.Assets;

/// <summary>An uploaded image or video whose bytes are stored, ready to become a row.</summary>
/// <param name="Video">Null for an image.</param>
/// <param name="PerceptualHash">Null where there is nothing to compare: a flat image, a video without a frame that is not.</param>
internal sealed record StoredMedia(string Name, BlobRef Blob, int Width, int Height, string? Exif, VideoFacts? Video = null, long? PerceptualHash = null);

/// <summary>What became of one uploaded file: stored, or skipped for a reason.</summary>
internal sealed record StoreOutcome(StoredMedia? Media, FailedFile? Failed)
{
    public static StoreOutcome Stored(StoredMedia media) => new(media, null);

    public static StoreOutcome Skipped(string name, string code, string message) => new(null, new FailedFile(name, code, message));

    /// <summary>A file that could not be read from where it came.</summary>
    public static StoreOutcome Unreadable(string name, Exception exception) =>
        Skipped(name, "upload.unreadable", $"The file could not be read: {exception.Message} Upload it again.");
}
