using Platform.Core.Imaging;

namespace Platform.Core.Video;

/// <summary>How a frame is encoded for the browser.</summary>
public enum FrameFormat
{
    /// <summary>Small and near the source: the default.</summary>
    Jpeg,

    /// <summary>The decoder's own pixels, several times larger.</summary>
    Png,
}

internal static class FrameFormats
{
    public static string Extension(this FrameFormat format) => format == FrameFormat.Png ? "png" : "jpg";

    public static string MediaType(this FrameFormat format) => (format == FrameFormat.Png ? ImageFormat.Png : ImageFormat.Jpeg).MediaType();

    /// <summary>ffmpeg's arguments for the encoder; browsers read JPEG as full-range BT.601, whatever the video was.</summary>
    public static IReadOnlyList<string> EncoderArguments(this FrameFormat format) => format == FrameFormat.Png
        ? ["-c:v", "png", "-pix_fmt", "rgb24", "-compression_level", "3"]
        : ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "2"];

    public static string ColorFilter(this FrameFormat format) => format == FrameFormat.Png ? "" : ":out_color_matrix=bt601:out_range=full";
}
