using System.Collections.Concurrent;
using Platform.Core.Storage;

namespace Platform.Core.Video;

/// <summary>The frame indexes of stored videos: made at upload, kept beside the other files derived from the video, made again where one is lost.</summary>
public sealed class VideoIndexes(BlobCache blobs, VideoProbe probe)
{
    private const string FileName = "frames.1.idx";

    // A long video's index takes some megabytes.
    private const int InMemory = 32;

    private readonly ConcurrentDictionary<string, Lazy<Task<FrameIndex>>> _loaded = new();

    internal Task SaveAsync(string sha256, FrameIndex index, CancellationToken cancellationToken) =>
        blobs.GetDerivedAsync(sha256, FileName, () => Task.FromResult(index.ToBytes()), cancellationToken);

    internal async Task<FrameIndex> GetAsync(VideoSource video, CancellationToken cancellationToken)
    {
        if (_loaded.Count > InMemory)
        {
            _loaded.Clear();
        }

        // Shared by all who ask, so nobody's leaving may end it.
        var loading = _loaded.GetOrAdd(video.Sha256, _ => new Lazy<Task<FrameIndex>>(() => LoadAsync(video)));
        try
        {
            return await loading.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (loading.Value.IsFaulted)
        {
            _loaded.TryRemove(new(video.Sha256, loading));
            throw;
        }
    }

    private async Task<FrameIndex> LoadAsync(VideoSource video)
    {
        var path = await blobs.GetDerivedAsync(video.Sha256, FileName, () => MakeAsync(video), CancellationToken.None).ConfigureAwait(false);
        try
        {
            return FrameIndex.FromBytes(await File.ReadAllBytesAsync(path, CancellationToken.None).ConfigureAwait(false));
        }
        catch (InvalidDataException)
        {
            File.Delete(path);
            path = await blobs.GetDerivedAsync(video.Sha256, FileName, () => MakeAsync(video), CancellationToken.None).ConfigureAwait(false);
            return FrameIndex.FromBytes(await File.ReadAllBytesAsync(path, CancellationToken.None).ConfigureAwait(false));
        }
    }

    private async Task<byte[]> MakeAsync(VideoSource video)
    {
        var path = await blobs.GetPathAsync(video.StorageUri, video.Sha256, CancellationToken.None).ConfigureAwait(false);
        return (await probe.IndexAsync(path, CancellationToken.None).ConfigureAwait(false)).ToBytes();
    }
}
