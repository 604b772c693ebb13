using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Imaging;
using Platform.Core.Storage;

namespace Platform.Core.Assets.Queries;

/// <summary>A file to send; its hash serves as entity tag, since the bytes under it never change.</summary>
public sealed record AssetMedia(string Path, string MediaType, string Sha256, string FileName);

/// <summary>Image bytes and thumbnails of assets.</summary>
public sealed class AssetMediaQueries(IDbContextFactory<PlatformDbContext> contexts, IBlobStore store, BlobCache cache, IImageCodec codec)
{
    private const int HeaderBytes = 16;

    // Few sizes keep the cache small; a request gets the smallest that suffices.
    private static readonly int[] s_sides = [128, 256, 512, 1024];

    /// <summary>The stored, upright image as a file of this machine.</summary>
    public async Task<AssetMedia> GetImageAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        var (uri, sha256, fileName) = await FindAsync(actor, assetId, cancellationToken);
        var path = await cache.GetPathAsync(uri, sha256, cancellationToken);
        return new AssetMedia(path, await MediaTypeAsync(path, uri, cancellationToken), sha256, fileName);
    }

    /// <summary>A JPEG whose longer side is about <paramref name="maxSide"/> pixels; made once, then served from disk.</summary>
    public async Task<AssetMedia> GetThumbnailAsync(Actor actor, Guid assetId, int maxSide, CancellationToken cancellationToken)
    {
        var (uri, sha256, fileName) = await FindAsync(actor, assetId, cancellationToken);
        var side = s_sides.FirstOrDefault(size => size >= maxSide, s_sides[^1]);
        var path = await cache.GetDerivedAsync(
            sha256,
            FormattableString.Invariant($"{side}.jpg"),
            async () =>
            {
                var bytes = await ReadAsync(uri, cancellationToken);
                return await Task.Run(() => codec.Thumbnail(bytes, side), cancellationToken);
            },
            cancellationToken);
        return new AssetMedia(path, ImageFormat.Jpeg.MediaType(), $"{sha256}-{side}", fileName);
    }

    private async Task<(string Uri, string Sha256, string FileName)> FindAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (asset, _) = await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.ViewProject, cancellationToken);
        return (asset.StorageUri, asset.Sha256, asset.FileName);
    }

    private async Task<byte[]> ReadAsync(string uri, CancellationToken cancellationToken)
    {
        await using var stream = await store.OpenReadAsync(uri, cancellationToken);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, cancellationToken);
        return copy.ToArray();
    }

    private static async Task<string> MediaTypeAsync(string path, string uri, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        try
        {
            await using var file = File.OpenRead(path);
            var read = await file.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken);
            return ImageSignature.Recognise(header.AsSpan(0, read))?.MediaType() ?? "application/octet-stream";
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BlobNotFoundException(uri);
        }
    }
}
