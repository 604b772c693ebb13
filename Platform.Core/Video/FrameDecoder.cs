using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Platform.Core.Video;

/// <summary>A decoded frame, encoded as an image.</summary>
internal sealed record DecodedFrame(int Number, byte[] Image);

/// <summary>
/// One ffmpeg process that gives the frames of a video from some frame on, for as long as they are read. It jumps to the keyframe before the first
/// frame and recognises every frame by its exact time; where the file has no usable times it counts from the start.
/// </summary>
/// <remarks>Not thread-safe: one reader at a time.</remarks>
internal sealed partial class FrameDecoder : IAsyncDisposable
{
    private readonly MediaProcess _ffmpeg;
    private readonly EncodedImages _images;
    private readonly ChannelReader<long> _times;
    private readonly FrameIndex _index;
    private readonly int _first;
    private readonly int? _keyframe;
    private int _given;

    private FrameDecoder(MediaProcess ffmpeg, EncodedImages images, ChannelReader<long> times, FrameIndex index, int first, int? keyframe)
    {
        (_ffmpeg, _images, _times, _index, _first, _keyframe) = (ffmpeg, images, times, index, first, keyframe);
    }

    /// <param name="jump">False decodes from the start of the file: slower, and right even where a jump lands too late.</param>
    public static FrameDecoder Start(VideoOptions options, string path, VideoSource video, FrameIndex index, int first, FrameFormat format, bool jump)
    {
        var keyframe = jump && index.HasTimes ? index.KeyframeUpTo(first) : null;
        var times = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var ffmpeg = MediaProcess.Start(options.Ffmpeg, Arguments(options, path, video, index, first, keyframe, format), line =>
        {
            if (TimeLine().Match(line) is { Success: true } match)
            {
                times.Writer.TryWrite(long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            }
        });
        return new FrameDecoder(ffmpeg, new EncodedImages(ffmpeg.Output, format), times.Reader, index, first, keyframe);
    }

    /// <returns>The next frame, or null after the last one. Throws <see cref="JumpMissedException"/> if the jump landed behind the frame wanted.</returns>
    public async Task<DecodedFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _images.ReadAsync(cancellationToken).ConfigureAwait(false) is { } image)
        {
            // ffmpeg says a frame's time before it encodes it, so the time of this image has been written by now.
            var time = await _times.ReadAsync(cancellationToken).ConfigureAwait(false);
            var number = _index.HasTimes ? _index.Find(time) : _first + _given;
            if (_given++ == 0 && _keyframe is { } keyframe && number != keyframe)
            {
                throw new JumpMissedException();
            }

            if (number >= _first)
            {
                return new DecodedFrame(number.Value, image);
            }
        }

        await _ffmpeg.WaitAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>What ffmpeg said last; of use after <see cref="ReadAsync"/> has answered null.</summary>
    public string Complaint => _ffmpeg.Complaint;

    public ValueTask DisposeAsync() => _ffmpeg.DisposeAsync();

    private static string[] Arguments(VideoOptions options, string path, VideoSource video, FrameIndex index, int first, int? keyframe, FrameFormat format)
    {
        string[] jump = keyframe is { } target and > 0
            ? ["-noaccurate_seek", "-seek_timestamp", "1", "-ss", index.StampSeconds(target).ToString(CultureInfo.InvariantCulture)]
            : [];
        return
        [
            "-nostdin", "-hide_banner", "-nostats", "-v", "info", .. MediaProcess.Guards, "-max_pixels", options.MaxPixels.ToString(CultureInfo.InvariantCulture),
            "-copyts", .. jump, "-i", $"file:{path}", "-map", "0:V:0", "-fps_mode", "passthrough", "-enc_time_base", "-1",
            "-vf", FormattableString.Invariant($"select='{Wanted(index, first, keyframe)}',scale={video.Width}:{video.Height}{format.ColorFilter()},showinfo=checksum=0"),
            .. format.EncoderArguments(), "-f", "image2pipe", "pipe:1",
        ];
    }

    // The keyframe is asked for as well: that it comes first proves that decoding began early enough for what follows.
    private static string Wanted(FrameIndex index, int first, int? keyframe) => !index.HasTimes
        ? FormattableString.Invariant($"gte(n,{first})")
        : FormattableString.Invariant($"gte(pts,{index.TimeOf(first)})") + (keyframe < first ? FormattableString.Invariant($"+eq(pts,{index.TimeOf(keyframe.Value)})") : "");

    // Sample: "[Parsed_showinfo_2 @ 0x55e8] n:   1 pts:    512 pts_time:0.04 …"; metadata of the file is printed indented and cannot look like it.
    [GeneratedRegex(@"^\[Parsed_showinfo_\d+ @ [^\]]+\] n: *\d+ pts: *(-?\d+) ")]
    private static partial Regex TimeLine();
}

/// <summary>A jump in a file landed behind the keyframe that it aimed at.</summary>
internal sealed class JumpMissedException : Exception;
