using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Imaging;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Core.Video;

namespace Platform.Core.Assets.Queries;

/// <summary>A file to send; its hash serves as entity tag, since the bytes under it never change.</summary>
public sealed record AssetMedia(string Path, string MediaType, string Sha256, string FileName);

/// <summary>The stored bytes of assets, and their thumbnails.</summary>
public sealed class AssetMediaQueries(IDbContextFactory<PlatformDbContext> contexts, BlobCache cache, DerivedFiles derived, IImageCodec codec, VideoFrames frames)
{
    private const int HeaderBytes = 16;

    // Few sizes keep the cache small; a request gets the smallest that suffices.
    private static readonly int[] s_sides = [128, 256, 512, 1024];

    /// <summary>The stored, upright image, or the video as it came, as a file of this machine.</summary>
    public async Task<AssetMedia> GetImageAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        var asset = await FindAsync(actor, assetId, cancellationToken);
        var path = await cache.GetPathAsync(asset.StorageUri, asset.Sha256, cancellationToken);
        var mediaType = asset.Type == AssetType.Video ? VideoPath.MediaType(asset.FileName) : await MediaTypeAsync(path, asset.StorageUri, cancellationToken);
        return new AssetMedia(path, mediaType, asset.Sha256, asset.FileName);
    }

    /// <summary>A JPEG whose longer side is about <paramref name="maxSide"/> pixels, of a video its middle frame; made once, then served from disk.</summary>
    public async Task<AssetMedia> GetThumbnailAsync(Actor actor, Guid assetId, int maxSide, CancellationToken cancellationToken)
    {
        var asset = await FindAsync(actor, assetId, cancellationToken);
        return await GetThumbnailAsync(new StoredPicture(asset.FileName, asset.StorageUri, asset.Sha256, asset.Type, asset.Width, asset.Height, asset.FrameCount), maxSide, cancellationToken);
    }

    /// <summary>The same of an asset in the version's trash.</summary>
    public async Task<AssetMedia> GetTrashedThumbnailAsync(Actor actor, Guid versionId, Guid assetId, int maxSide, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var picture = await db.TrashedAssets.Where(asset => asset.DatasetVersionId == versionId && asset.Id == assetId)
            .Select(asset => new StoredPicture(asset.FileName, asset.StorageUri, asset.Sha256, asset.Type, asset.Width, asset.Height, asset.FrameCount)).SingleOrDefaultAsync(cancellationToken);
        return await GetThumbnailAsync(picture ?? throw new NotFoundException("asset in the trash", assetId), maxSide, cancellationToken);
    }

    private async Task<AssetMedia> GetThumbnailAsync(StoredPicture asset, int maxSide, CancellationToken cancellationToken)
    {
        var side = s_sides.FirstOrDefault(size => size >= maxSide, s_sides[^1]);
        var path = await derived.GetAsync(
            asset.Sha256,
            FormattableString.Invariant($"{side}.jpg"),
            () => MakeThumbnailAsync(asset, side, cancellationToken),
            cancellationToken);
        return new AssetMedia(path, ImageFormat.Jpeg.MediaType(), $"{asset.Sha256}-{side}", asset.FileName);
    }

    private async Task<Asset> FindAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.ViewProject, cancellationToken)).Asset;
    }

    private async Task<byte[]> MakeThumbnailAsync(StoredPicture asset, int side, CancellationToken cancellationToken)
    {
        if (asset.Type == AssetType.Image)
        {
            // From the file: a huge image is never held in memory, not even encoded.
            var path = await cache.GetPathAsync(asset.StorageUri, asset.Sha256, cancellationToken);
            return await Task.Run(() => codec.ThumbnailOfFile(path, side), cancellationToken);
        }

        await using var frame = (await frames.GetAsync(new VideoSource(asset.Sha256, asset.StorageUri, asset.Width, asset.Height, asset.FrameCount!.Value), asset.FrameCount.Value / 2, FrameFormat.Jpeg, ahead: false, cancellationToken)).Content;
        using var copy = new MemoryStream();
        await frame.CopyToAsync(copy, cancellationToken);
        return await Task.Run(() => codec.Thumbnail(copy.ToArray(), side), cancellationToken);
    }

    /// <summary>What a thumbnail is made of.</summary>
    private sealed record StoredPicture(string FileName, string StorageUri, string Sha256, AssetType Type, int Width, int Height, int? FrameCount);

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
