using System.Buffers;
using Platform.Core.Assets.Model;
using Platform.Core.Imaging;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Assets;

/// <summary>Turns uploaded bytes into stored upright images: bounded, checked, rotated once where EXIF says so. What is too large for memory goes through a file.</summary>
/// <param name="folder">Where large uploads stand until they are checked.</param>
internal sealed class ImageIngest(IBlobStore store, IImageCodec codec, string folder)
{
    private const int ReadBytes = 1 << 16;

    /// <summary>Reads the upload to its end before it returns; what it returns goes on beside the next upload.</summary>
    public async Task<Task<StoreOutcome>> StartAsync(NamedUpload upload, CancellationToken cancellationToken)
    {
        var name = AssetNames.Clean(upload.Name);
        try
        {
            await using var stream = await upload.OpenAsync(cancellationToken).ConfigureAwait(false);
            using var head = new MemoryStream();
            if (await ReadAsync(stream, head, cancellationToken).ConfigureAwait(false))
            {
                var bytes = head.ToArray();
                return Task.Run(() => StoreAsync(name, bytes, cancellationToken), cancellationToken);
            }

            head.Position = 0;
            await using var rest = new BoundedStream(stream, codec.Limits.MaxBytes - head.Length, TooManyBytes);
            DurableFile.CreateFolder(folder);
            var spool = await ContentSpool.WriteAsync(folder, new JoinedStream(head, rest), durable: false, cancellationToken).ConfigureAwait(false);
            return Task.Run(() => StoreAsync(name, spool, cancellationToken), CancellationToken.None);
        }
        catch (DomainRuleException exception) when (exception is not StorageException)
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
            exif = ImageMetadata.Read(bytes, codec.Limits.IsHuge(probe, bytes.Length) ? AsStored(probe) : probe);
            bytes = probe.IsUpright || codec.Limits.IsHuge(probe, bytes.Length) ? bytes : codec.ReencodeUpright(bytes);
        }
        catch (InvalidImageException exception)
        {
            return StoreOutcome.Skipped(name, exception.Code, exception.Message);
        }

        using var content = new MemoryStream(bytes, writable: false);
        var blob = await store.PutAsync(content, cancellationToken).ConfigureAwait(false);
        return StoreOutcome.Stored(new StoredMedia(name, blob, probe.Width, probe.Height, exif, PerceptualHash: LookOf(() => codec.DecodeRgb(bytes, PerceptualHash.DecodeSide))));
    }

    private async Task<StoreOutcome> StoreAsync(string name, ContentSpool spool, CancellationToken cancellationToken)
    {
        await using var spooled = spool;
        await using var content = File.OpenRead(spool.Path);
        ImageProbe probe;
        string? exif;
        try
        {
            probe = codec.ProbeFile(spool.Path);
            exif = ImageMetadata.Read(content, AsStored(probe), spool.Sha256);
        }
        catch (InvalidImageException exception)
        {
            return StoreOutcome.Skipped(name, exception.Code, exception.Message);
        }

        content.Position = 0;
        var blob = await store.PutAsync(content, cancellationToken).ConfigureAwait(false);
        var look = LookOf(() => codec.DecodeRgb(codec.ThumbnailOfFile(spool.Path, PerceptualHash.DecodeSide)));
        return StoreOutcome.Stored(new StoredMedia(name, blob, probe.Width, probe.Height, exif, PerceptualHash: look));
    }

    // A header may promise more than the pixels hold: the image is kept as it is, and only its look stays unknown.
    private static long? LookOf(Func<RgbImage> decode)
    {
        try
        {
            return PerceptualHash.Of(decode());
        }
        catch (InvalidImageException)
        {
            return null;
        }
    }

    // A huge image keeps its bytes and its EXIF orientation; whoever reads its rows turns them.
    private static ImageProbe AsStored(ImageProbe probe) => probe with { ExifOrientation = 1 };

    /// <returns>Whether the stream ended before it was too long to be held in memory.</returns>
    private async Task<bool> ReadAsync(Stream stream, MemoryStream head, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                head.Write(buffer, 0, read);
                if (head.Length > codec.Limits.MaxBytes)
                {
                    throw TooManyBytes();
                }

                if (head.Length > codec.Limits.MaxDecodedBytes)
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private InvalidImageException TooManyBytes() => new(
        ImageErrorCodes.TooManyBytes, $"The file is larger than {codec.Limits.MaxBytes >> 20} MB. Save it smaller and upload it again.", codec.Limits.MaxBytes);
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
