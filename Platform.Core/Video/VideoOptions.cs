using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Platform.Core.Video;

/// <summary>How videos are read: section <c>Video</c> of the configuration.</summary>
public sealed class VideoOptions
{
    public const string Section = "Video";

    /// <summary>Program names looked up on the PATH, or full paths.</summary>
    public string Ffmpeg { get; set; } = "ffmpeg";

    public string Ffprobe { get; set; } = "ffprobe";

    /// <summary>Largest video file accepted, in bytes.</summary>
    public long MaxBytes { get; set; } = 4L << 30;

    /// <summary>Largest width times height; 8192 × 4320 is the largest common size.</summary>
    public long MaxPixels { get; set; } = 36_000_000;

    public int MaxFrames { get; set; } = 1_000_000;

    /// <summary>How long a video's frames may take to be counted; every frame is decoded once for that.</summary>
    public TimeSpan IndexTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a decoder may stay without giving a frame.</summary>
    public TimeSpan FrameTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Bound of the frames kept on disk, in bytes; the least recently seen ones go first.</summary>
    public long FrameCacheBytes { get; set; } = 4L << 30;

    internal static void Read(IConfiguration configuration, VideoOptions options)
    {
        var section = configuration.GetSection(Section);
        options.Ffmpeg = section[nameof(Ffmpeg)] ?? options.Ffmpeg;
        options.Ffprobe = section[nameof(Ffprobe)] ?? options.Ffprobe;
        options.MaxBytes = Number(section[nameof(MaxBytes)]) ?? options.MaxBytes;
        options.MaxPixels = Number(section[nameof(MaxPixels)]) ?? options.MaxPixels;
        options.MaxFrames = (int)Math.Min(int.MaxValue, Number(section[nameof(MaxFrames)]) ?? options.MaxFrames);
        options.FrameCacheBytes = Number(section[nameof(FrameCacheBytes)]) ?? options.FrameCacheBytes;
    }

    // What is no number becomes one that the check at start-up refuses.
    private static long? Number(string? text) =>
        text is null ? null : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>Reports every wrong video setting at start-up, each by its key.</summary>
internal sealed class ValidateVideoOptions : IValidateOptions<VideoOptions>
{
    private const long SmallestCacheBytes = 16 << 20;

    public ValidateOptionsResult Validate(string? name, VideoOptions options)
    {
        var errors = new List<string>();
        if (options.MaxBytes <= 0 || options.MaxPixels <= 0 || options.MaxFrames <= 0)
        {
            errors.Add("Video:MaxBytes, Video:MaxPixels and Video:MaxFrames must be whole numbers above zero.");
        }

        if (options.FrameCacheBytes < SmallestCacheBytes)
        {
            errors.Add($"Video:FrameCacheBytes is {options.FrameCacheBytes}; give the frames at least {SmallestCacheBytes} bytes of disk.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
