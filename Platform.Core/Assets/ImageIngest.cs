using System.Buffers;
using Platform.Core.Assets.Model;
using Platform.Core.Imaging;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Assets;

/// <summary>Turns uploaded bytes into stored upright images: bounded, checked, rotated once where EXIF says so.</summary>
internal sealed class ImageIngest(IBlobStore store, IImageCodec codec)
{
    private const int ReadBytes = 1 << 16;

    /// <summary>Reads the upload to its end before it returns; what it returns goes on beside the next upload.</summary>
    public async Task<Task<StoreOutcome>> StartAsync(NamedUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await upload.OpenAsync(cancellationToken).ConfigureAwait(false);
            var bytes = await ReadAsync(stream, cancellationToken).ConfigureAwait(false);
            return Task.Run(() => StoreAsync(AssetNames.Clean(upload.Name), bytes, cancellationToken), cancellationToken);
        }
        catch (DomainRuleException exception)
        {
            return Task.FromResult(StoreOutcome.Skipped(upload.Name, exception.Code, exception.Message));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Task.FromResult(StoreOutcome.Unreadable(upload.Name, exception));
        }
    }

    // Failures of the store itself are thrown: they are not the file's fault.
    private async Task<StoreOutcome> StoreAsync(string name, byte[] bytes, CancellationToken cancellationToken)
    {
        ImageProbe probe;
        string? exif;
        try
        {
            probe = codec.Probe(bytes);
            exif = ImageMetadata.Read(bytes, probe);
            bytes = probe.IsUpright ? bytes : codec.ReencodeUpright(bytes);
        }
        catch (InvalidImageException exception)
        {
            return StoreOutcome.Skipped(name, exception.Code, exception.Message);
        }

        using var content = new MemoryStream(bytes, writable: false);
        var blob = await store.PutAsync(content, cancellationToken).ConfigureAwait(false);
        return StoreOutcome.Stored(new StoredMedia(name, blob, probe.Width, probe.Height, exif));
    }

    // Never reads more than one byte beyond the limit, whatever a client sends.
    private async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                copy.Write(buffer, 0, read);
                if (copy.Length > codec.Limits.MaxBytes)
                {
                    throw new InvalidImageException(
                        ImageErrorCodes.TooManyBytes, $"The file is larger than {codec.Limits.MaxBytes >> 20} MB. Save it smaller and upload it again.");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return copy.ToArray();
    }
}

/// <summary>Names of uploaded files as they are kept.</summary>
internal static class AssetNames
{
    /// <summary>Forward slashes, no drive, no ".." and no control characters; never empty.</summary>
    public static string Clean(string name)
    {
        var parts = new string([.. name.Where(symbol => !char.IsControl(symbol))]).Replace('\\', '/').Split('/')
            .Select(part => part.Trim()).Where(part => part is not ("" or "." or "..") && !part.EndsWith(':'));
        var clean = string.Join('/', parts);
        return clean.Length switch
        {
            0 => "unnamed",
            > Asset.FileNameLength => clean[^Asset.FileNameLength..],
            _ => clean,
        };
    }
}
