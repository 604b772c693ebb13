using Platform.Core.Shared;

namespace Platform.Core.Video;

/// <summary>A video that cannot be taken or shown; the code is one of <see cref="VideoErrorCodes"/>.</summary>
public sealed class InvalidVideoException(string code, string message, params object[] arguments) : DomainRuleException(code, message, arguments)
{
    internal static InvalidVideoException FfmpegMissing() => new(
        VideoErrorCodes.FfmpegMissing,
        "Videos need ffmpeg, which this server does not have. Ask the operator to install the package ffmpeg (apt-get install ffmpeg); pictures work without it.");

    internal static InvalidVideoException FrameFailed(int frame, string why) => new(
        VideoErrorCodes.FrameFailed, $"Frame {frame} could not be read from the video: {why} Try again; if it stays so, upload the video once more.", frame, why);
}

/// <summary>Stable codes of <see cref="InvalidVideoException"/>.</summary>
public static class VideoErrorCodes
{
    public const string FfmpegMissing = "video.ffmpeg_missing";
    public const string NotAVideo = "video.not_a_video";
    public const string NoFrames = "video.no_frames";

    /// <summary>Argument: the limit in MB.</summary>
    public const string TooManyBytes = "video.too_many_bytes";

    /// <summary>Arguments: width, height, the limit in pixels.</summary>
    public const string TooManyPixels = "video.too_large";

    /// <summary>Argument: the limit.</summary>
    public const string TooManyFrames = "video.too_many_frames";
    public const string TooSlow = "video.too_slow";

    /// <summary>Arguments: the frame, what went wrong.</summary>
    public const string FrameFailed = "video.frame_failed";

    /// <summary>Arguments: the frame, the last frame.</summary>
    public const string NoSuchFrame = "video.no_such_frame";
    public const string NotVideoAsset = "video.asset_is_image";
}
