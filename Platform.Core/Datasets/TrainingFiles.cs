using Platform.Core.Storage;
using Platform.Core.Video;

namespace Platform.Core.Datasets;

/// <summary>The pictures of a training as files of this machine. Frames of videos are decoded once and kept beside the other files derived from the video.</summary>
public sealed class TrainingFiles(BlobCache blobs, VideoFrames frames)
{
    public Task<string> GetPathAsync(TrainingImage image, CancellationToken cancellation) => image.Frame is { } frame
        ? blobs.GetDerivedAsync(image.Sha256, FormattableString.Invariant($"frame-{frame.Number}.jpg"), () => DecodeAsync(image, frame, cancellation), cancellation)
        : blobs.GetPathAsync(image.StorageUri, image.Sha256, cancellation);

    private async Task<byte[]> DecodeAsync(TrainingImage image, TrainingFrame frame, CancellationToken cancellation)
    {
        var video = new VideoSource(image.Sha256, image.StorageUri, image.Width, image.Height, frame.FrameCount);
        // Annotated frames come one after the other: going on decoding serves the next one.
        var decoded = await frames.GetAsync(video, frame.Number, FrameFormat.Jpeg, ahead: true, cancellation).ConfigureAwait(false);
        await using var content = decoded.Content;
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellation).ConfigureAwait(false);
        return copy.ToArray();
    }
}
