using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Core.Video;

namespace Platform.Core.Assets;

/// <summary>Turns uploaded bytes into stored videos: bounded, decoded once to count their frames. A video's bytes are kept as they came.</summary>
/// <param name="folder">Where uploads stand until they are checked.</param>
public sealed class VideoIngest(IBlobStore store, VideoProbe probe, VideoIndexes indexes, VideoOptions options, string folder)
{
    /// <summary>Where uploads stand until they are checked.</summary>
    internal string Folder => folder;

    /// <summary>Reads the upload to its end before it returns; what it returns goes on beside the next upload.</summary>
    internal async Task<Task<StoreOutcome>> StartAsync(NamedUpload upload, CancellationToken cancellationToken)
    {
        var name = AssetNames.Clean(upload.Name);
        ContentSpool spool;
        try
        {
            await using var stream = await upload.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var bounded = new BoundedStream(stream, options.MaxBytes, TooManyBytes);
            DurableFile.CreateFolder(folder);
            spool = await ContentSpool.WriteAsync(folder, bounded, durable: false, cancellationToken).ConfigureAwait(false);
        }
        catch (DomainRuleException exception) when (exception is not StorageException)
        {
            return Task.FromResult(StoreOutcome.Skipped(name, exception.Code, exception.Message));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Task.FromResult(StoreOutcome.Unreadable(name, exception));
        }

        return Task.Run(() => StoreAsync(name, spool, cancellationToken), CancellationToken.None);
    }

    // Failures of the store itself are thrown: they are not the file's fault.
    private async Task<StoreOutcome> StoreAsync(string name, ContentSpool spool, CancellationToken cancellationToken)
    {
        await using var spooled = spool;
        try
        {
            var (facts, index) = await probe.ReadAsync(spool.Path, cancellationToken).ConfigureAwait(false);
            await using var content = File.OpenRead(spool.Path);
            var blob = await store.PutAsync(content, cancellationToken).ConfigureAwait(false);
            await indexes.SaveAsync(blob.Sha256, index, cancellationToken).ConfigureAwait(false);
            var look = await VideoLook.ReadAsync(options, spool.Path, cancellationToken).ConfigureAwait(false);
            return StoreOutcome.Stored(new StoredMedia(name, blob, facts.Width, facts.Height, null, facts, look));
        }
        catch (InvalidVideoException exception)
        {
            return StoreOutcome.Skipped(name, exception.Code, exception.Message);
        }
    }

    private InvalidVideoException TooManyBytes() => new(
        VideoErrorCodes.TooManyBytes, $"The video is larger than {options.MaxBytes >> 20} MB. Cut it into shorter videos and upload those.", options.MaxBytes >> 20);
}
