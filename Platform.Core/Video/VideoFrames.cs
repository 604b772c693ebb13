using Microsoft.Extensions.Logging;
using Platform.Core.Storage;

namespace Platform.Core.Video;

/// <summary>An encoded frame, to be disposed after it was sent.</summary>
public sealed record FrameImage(Stream Content, string MediaType);

/// <summary>
/// Frames of stored videos as images: exact, kept on disk, decoded ahead of whoever plays. Each request joins a decoder that is on its way to the
/// frame, or starts one. Safe for any number of threads.
/// </summary>
public sealed partial class VideoFrames : IAsyncDisposable
{
    // Frames decoded ahead of the watcher: about two seconds of full HD, less of larger videos.
    private const long PixelsAhead = 60_000_000;
    private const int LeastAhead = 6;
    private const int MostAhead = 64;
    private const int Tries = 3;

    private readonly VideoOptions _options;
    private readonly VideoIndexes _indexes;
    private readonly BlobCache _blobs;
    private readonly FrameCache _cache;
    private readonly ILogger<VideoFrames> _logger;
    private readonly Lock _gate = new();
    private readonly List<Running> _runs = [];

    // The frame that each video was last asked for: who comes from behind it is stepping back.
    private readonly Dictionary<(string, FrameFormat), int> _last = [];
    private readonly SemaphoreSlim _decoders = new(Math.Max(2, Environment.ProcessorCount));
    private int _queued;

    /// <param name="cacheFolder">A folder of its own.</param>
    public VideoFrames(VideoOptions options, VideoIndexes indexes, BlobCache blobs, string cacheFolder, ILogger<VideoFrames> logger)
    {
        (_options, _indexes, _blobs, _logger) = (options, indexes, blobs, logger);
        _cache = new FrameCache(cacheFolder, options.FrameCacheBytes);
    }

    /// <param name="ahead">Whether to go on decoding what follows, for somebody who will step or play on.</param>
    public async Task<FrameImage> GetAsync(VideoSource video, int frame, FrameFormat format, bool ahead, CancellationToken cancellationToken)
    {
        if (frame < 0 || frame >= video.FrameCount)
        {
            throw new InvalidVideoException(
                VideoErrorCodes.NoSuchFrame, $"There is no frame {frame}: the video's frames are 0 to {video.FrameCount - 1}.", frame, video.FrameCount - 1);
        }

        var until = ahead ? Math.Min(video.FrameCount - 1, frame + AheadOf(video)) : frame;
        for (var attempt = 1; ; attempt++)
        {
            if (_cache.TryOpen(new FrameKey(video.Sha256, format, frame)) is { } file)
            {
                KeepAhead(video, format, frame, until);
                return new FrameImage(file, format.MediaType());
            }

            var index = await _indexes.GetAsync(video, cancellationToken).ConfigureAwait(false);
            try
            {
                return new FrameImage(new MemoryStream(await JoinOrStart(video, index, frame, until, format, cancellationToken).ConfigureAwait(false), writable: false), format.MediaType());
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && attempt < Tries)
            {
                // The decoder that was joined had to make room for another one.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Running[] runs;
        lock (_gate)
        {
            runs = [.. _runs];
        }

        foreach (var running in runs)
        {
            running.Run.Stop();
            await running.Work.ConfigureAwait(false);
        }

        _decoders.Dispose();
    }

    private static int AheadOf(VideoSource video) => (int)Math.Clamp(PixelsAhead / ((long)video.Width * video.Height), LeastAhead, MostAhead);

    private void KeepAhead(VideoSource video, FrameFormat format, int frame, int until)
    {
        lock (_gate)
        {
            _last[(video.Sha256, format)] = frame;
            _runs.Find(running => running.IsOf(video, format))?.Run.KeepAhead(frame, until);
        }
    }

    private Task<byte[]> JoinOrStart(VideoSource video, FrameIndex index, int frame, int until, FrameFormat format, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var running in _runs.Where(running => running.IsOf(video, format)))
            {
                if (running.Run.Await(frame, until, cancellationToken) is { } image)
                {
                    _last[(video.Sha256, format)] = frame;
                    return image;
                }
            }

            var run = new FrameRun(FirstFor(video, format, frame, until > frame));
            _last[(video.Sha256, format)] = frame;
            var answer = run.Await(frame, until, cancellationToken)!;
            var started = new Running(video.Sha256, format, run);
            _runs.Add(started);
            started.Work = Task.Run(() => WorkAsync(started, video, index), CancellationToken.None);
            return answer;
        }
    }

    // Who steps back finds the frames before kept as well: the decoder passes them anyway.
    private int FirstFor(VideoSource video, FrameFormat format, int frame, bool ahead)
    {
        const int VideosRemembered = 1000;
        if (_last.Count > VideosRemembered)
        {
            _last.Clear();
        }

        var stepsBack = ahead && _last.TryGetValue((video.Sha256, format), out var last) && frame < last && last - frame <= FrameRun.Reach;
        return stepsBack ? Math.Max(0, frame - Math.Min(FrameRun.Reach, AheadOf(video))) : frame;
    }

    private async Task WorkAsync(Running running, VideoSource video, FrameIndex index)
    {
        Exception? failure = null;
        try
        {
            var path = await _blobs.GetPathAsync(video.StorageUri, video.Sha256, running.Run.Stopping).ConfigureAwait(false);
            await EnterAsync(running.Run).ConfigureAwait(false);
            try
            {
                await DecodeAsync(running, video, index, path).ConfigureAwait(false);
            }
            finally
            {
                _decoders.Release();
            }
        }
        catch (Exception exception)
        {
            failure = exception;
            if (exception is not (OperationCanceledException or InvalidVideoException))
            {
                LogFailure(_logger, video.Sha256, exception);
            }
        }
        finally
        {
            lock (_gate)
            {
                _runs.Remove(running);
            }

            running.Run.End(failure);
        }
    }

    // Decoders that rest give way to one that is needed: at once, and when they come to rest while others wait.
    private async Task EnterAsync(FrameRun run)
    {
        Interlocked.Increment(ref _queued);
        try
        {
            if (_decoders.CurrentCount == 0)
            {
                lock (_gate)
                {
                    _runs.Find(running => running.Run.EndIfResting());
                }
            }

            await _decoders.WaitAsync(run.Stopping).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _queued);
        }
    }

    private async Task DecodeAsync(Running running, VideoSource video, FrameIndex index, string path)
    {
        try
        {
            await DecodeAsync(running, video, index, path, jump: true).ConfigureAwait(false);
        }
        catch (JumpMissedException)
        {
            await DecodeAsync(running, video, index, path, jump: false).ConfigureAwait(false);
        }
    }

    private async Task DecodeAsync(Running running, VideoSource video, FrameIndex index, string path, bool jump)
    {
        var run = running.Run;
        await using var decoder = FrameDecoder.Start(_options, path, video, index, run.First, running.Format, jump);
        while (!(Volatile.Read(ref _queued) > 0 && run.EndIfResting()) && await run.WaitForWishAsync().ConfigureAwait(false))
        {
            if (await ReadAsync(decoder, run, jump && index.HasTimes).ConfigureAwait(false) is not { } frame)
            {
                run.End(InvalidVideoException.FrameFailed(run.Next, decoder.Complaint));
                return;
            }

            _cache.Put(new FrameKey(video.Sha256, running.Format, frame.Number), frame.Image);
            run.Give(frame);
        }
    }

    // From the start of a long file the first frame may take its time.
    private async Task<DecodedFrame?> ReadAsync(FrameDecoder decoder, FrameRun run, bool jumped)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(run.Stopping);
        limit.CancelAfter(jumped ? _options.FrameTimeout : _options.IndexTimeout);
        try
        {
            return await decoder.ReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!run.Stopping.IsCancellationRequested)
        {
            throw InvalidVideoException.FrameFailed(run.Next, "decoding takes too long.");
        }
        catch (InvalidDataException exception)
        {
            throw InvalidVideoException.FrameFailed(run.Next, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Decoding frames of video {Sha256} failed")]
    private static partial void LogFailure(ILogger logger, string sha256, Exception failure);

    private sealed class Running(string sha256, FrameFormat format, FrameRun run)
    {
        public FrameFormat Format => format;

        public FrameRun Run => run;

        public Task Work { get; set; } = Task.CompletedTask;

        public bool IsOf(VideoSource video, FrameFormat wanted) => sha256 == video.Sha256 && format == wanted;
    }
}
