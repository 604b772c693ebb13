using System.Globalization;
using System.Text.Json;

namespace Platform.Core.Video;

/// <summary>Reads what a video file is, by ffprobe. Every frame is decoded once: only so is their number certain.</summary>
public sealed class VideoProbe(VideoOptions options) : IDisposable
{
    private const int FilesAtOnce = 2;
    private const int MaxHeaderChars = 1 << 20;
    private const int MaxTimeBaseNumerator = 100_000;

    private static readonly TimeSpan s_headerTimeout = TimeSpan.FromSeconds(30);

    // Decoding uses every core by itself: more files at once would only slow each other down.
    private readonly SemaphoreSlim _turn = new(FilesAtOnce);

    /// <summary>Refuses with <see cref="InvalidVideoException"/> what is no video, too large, or cannot be decoded.</summary>
    internal async Task<(VideoFacts Facts, FrameIndex Index)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var header = await ReadHeaderAsync(path, cancellationToken).ConfigureAwait(false);
            Check(header);
            var index = await ListFramesAsync(path, header, cancellationToken).ConfigureAwait(false);
            return (ToFacts(header, index), index);
        }
        finally
        {
            _turn.Release();
        }
    }

    internal async Task<FrameIndex> IndexAsync(string path, CancellationToken cancellationToken) => (await ReadAsync(path, cancellationToken).ConfigureAwait(false)).Index;

    public void Dispose() => _turn.Dispose();

    private async Task<VideoHeader> ReadHeaderAsync(string path, CancellationToken cancellationToken)
    {
        const string Entries = "stream=codec_name,width,height,avg_frame_rate,time_base,duration:stream_side_data=rotation:format=duration";
        string[] arguments = ["-v", "error", .. MediaProcess.Guards, "-select_streams", "V:0", "-show_entries", Entries, "-of", "json", "-i", $"file:{path}"];
        using var limit = Limit(s_headerTimeout, cancellationToken);
        await using var ffprobe = MediaProcess.Start(options.Ffprobe, arguments);
        try
        {
            var text = new char[MaxHeaderChars];
            var length = await ffprobe.OutputText.ReadBlockAsync(text, limit.Token).ConfigureAwait(false);
            if (!await ffprobe.WaitAsync(limit.Token).ConfigureAwait(false))
            {
                throw NotAVideo(ffprobe.Complaint);
            }

            return VideoHeader.Parse(new string(text, 0, length)) ?? throw NotAVideo("it has no video track.");
        }
        catch (JsonException)
        {
            throw NotAVideo("its header is damaged.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotAVideo("its header could not be read in time.");
        }
    }

    private void Check(VideoHeader header)
    {
        if (header.Width <= 0 || header.Height <= 0 || header.TimeBaseNumerator is <= 0 or > MaxTimeBaseNumerator || header.TimeBaseDenominator <= 0)
        {
            throw NotAVideo("its header names no size or no time.");
        }

        if ((long)header.Width * header.Height > options.MaxPixels)
        {
            throw new InvalidVideoException(
                VideoErrorCodes.TooManyPixels,
                $"Its frames have {header.Width}×{header.Height} pixels; at most {options.MaxPixels} pixels are accepted. Save the video smaller.",
                header.Width, header.Height, options.MaxPixels);
        }
    }

    // Lines of the output: "1,0" (a keyframe at time 0), "0,512", "0,N/A"; lines of side data follow some and are passed over.
    private async Task<FrameIndex> ListFramesAsync(string path, VideoHeader header, CancellationToken cancellationToken)
    {
        // Frames are only counted here: the filters that make them pretty can be left out.
        string[] arguments =
        [
            "-v", "error", .. MediaProcess.Guards, "-skip_loop_filter", "all", "-max_pixels", options.MaxPixels.ToString(CultureInfo.InvariantCulture),
            "-select_streams", "V:0", "-show_frames", "-show_entries", "frame=key_frame,best_effort_timestamp", "-of", "csv=p=0", "-i", $"file:{path}",
        ];
        using var limit = Limit(options.IndexTimeout, cancellationToken);
        await using var ffprobe = MediaProcess.Start(options.Ffprobe, arguments);
        var (times, keyframes) = (new List<long?>(), new List<int>());
        try
        {
            while (await ffprobe.OutputText.ReadLineAsync(limit.Token).ConfigureAwait(false) is { } line)
            {
                if (line is not ['0' or '1', ',', ..])
                {
                    continue;
                }

                if (line[0] == '1')
                {
                    keyframes.Add(times.Count);
                }

                var time = line.AsSpan(2);
                time = time.Contains(',') ? time[..time.IndexOf(',')] : time;
                times.Add(long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null);
                if (times.Count > options.MaxFrames)
                {
                    throw new InvalidVideoException(
                        VideoErrorCodes.TooManyFrames, $"It has more than {options.MaxFrames} frames. Cut it into shorter videos and upload those.", options.MaxFrames);
                }
            }

            await ffprobe.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidVideoException(
                VideoErrorCodes.TooSlow, "Its frames could not be decoded in time. Save it in a smaller size, for instance as H.264 in mp4, and upload it again.");
        }

        return times.Count > 0
            ? new FrameIndex(header.TimeBaseNumerator, header.TimeBaseDenominator, times, keyframes)
            : throw new InvalidVideoException(VideoErrorCodes.NoFrames, $"No frame of it can be decoded: {ffprobe.Complaint} Save it anew, for instance as H.264 in mp4.");
    }

    private static VideoFacts ToFacts(VideoHeader header, FrameIndex index)
    {
        var fps = header.AverageFps ?? (index.HasTimes && index.Count > 1 ? (index.Count - 1) / index.SecondsTo(index.Count - 1) : 1);
        var seconds = index.HasTimes ? index.SecondsTo(index.Count - 1) + (1 / fps) : header.DurationSeconds ?? (index.Count / fps);
        var (width, height) = header.IsTurned ? (header.Height, header.Width) : (header.Width, header.Height);
        return new VideoFacts(width, height, (int)Math.Clamp(Math.Round(seconds * 1000), 0, int.MaxValue), fps, index.Count, header.Codec);
    }

    private static CancellationTokenSource Limit(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        source.CancelAfter(timeout);
        return source;
    }

    private static InvalidVideoException NotAVideo(string why) => new(
        VideoErrorCodes.NotAVideo, $"This is not a video that can be read: {why} Accepted are mp4, mov, mkv, webm and avi.", why);
}
