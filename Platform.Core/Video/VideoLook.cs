using System.Globalization;
using Platform.Core.Imaging;

namespace Platform.Core.Video;

/// <summary>The coarse look of a video: the perceptual hash of its first frame that is not flat, so that a copy in another encoding looks alike whatever its bytes are.</summary>
internal static class VideoLook
{
    // Films begin in black; what is black for longer than this has no look.
    private const int MaxFrames = 250;

    // The hash shrinks pictures to 32 × 32 fields whatever their aspect, so the frame may be squeezed.
    private const int Side = PerceptualHash.DecodeSide;

    /// <returns>Null where the first frames are flat or cannot be decoded in time; a video is taken in all the same.</returns>
    public static async Task<long?> ReadAsync(VideoOptions options, string path, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.FrameTimeout);
        try
        {
            await using var ffmpeg = MediaProcess.Start(options.Ffmpeg, Arguments(options, path));
            var pixels = new byte[3 * Side * Side];
            while (await ffmpeg.Output.ReadAtLeastAsync(pixels, pixels.Length, throwOnEndOfStream: false, limit.Token).ConfigureAwait(false) == pixels.Length)
            {
                if (PerceptualHash.Of(new RgbImage(Side, Side, pixels)) is { } look)
                {
                    return look;
                }
            }
        }
        catch (InvalidVideoException)
        {
            // Without ffmpeg no frame is ever shown; that is said where one is asked for.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Too slow: the look stays unknown.
        }

        return null;
    }

    private static string[] Arguments(VideoOptions options, string path) =>
    [
        "-nostdin", "-hide_banner", "-v", "error", .. MediaProcess.Guards, "-max_pixels", options.MaxPixels.ToString(CultureInfo.InvariantCulture), "-i", $"file:{path}",
        "-map", "0:V:0", "-fps_mode", "passthrough", "-frames:v", MaxFrames.ToString(CultureInfo.InvariantCulture),
        "-vf", FormattableString.Invariant($"scale={Side}:{Side}:flags=area"), "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1",
    ];
}
