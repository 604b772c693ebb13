using System.Buffers;
using Platform.Core.Assets.Model;
using Platform.Core.Imaging;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Assets;

/// <summary>An uploaded image whose bytes are stored, ready to become a row.</summary>
internal sealed record StoredImage(string Name, BlobRef Blob, int Width, int Height, string? Exif);

/// <summary>Turns uploaded bytes into stored upright images: bounded, checked, rotated once where EXIF says so.</summary>
internal sealed class ImageIngest(IBlobStore store, IImageCodec codec)
{
    private const int ReadBytes = 1 << 16;

    /// <returns>The file's bytes, or why it is skipped.</returns>
    public async Task<(byte[]? Bytes, FailedFile? Failed)> ReadAsync(NamedUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await upload.OpenAsync(cancellationToken).ConfigureAwait(false);
            return (await ReadAsync(stream, cancellationToken).ConfigureAwait(false), null);
        }
        catch (DomainRuleException exception)
        {
            return (null, new FailedFile(upload.Name, exception.Code, exception.Message));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return (null, new FailedFile(upload.Name, "upload.unreadable", $"The file could not be read: {exception.Message} Upload it again."));
        }
    }

    /// <returns>The stored image, or why the file is skipped. Failures of the store itself are thrown: they are not the file's fault.</returns>
    public async Task<(StoredImage? Image, FailedFile? Failed)> StoreAsync(string uploadName, byte[] bytes, CancellationToken cancellationToken)
    {
        var name = AssetNames.Clean(uploadName);
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
            return (null, new FailedFile(name, exception.Code, exception.Message));
        }

        using var content = new MemoryStream(bytes, writable: false);
        var blob = await store.PutAsync(content, cancellationToken).ConfigureAwait(false);
        return (new StoredImage(name, blob, probe.Width, probe.Height, exif), null);
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
