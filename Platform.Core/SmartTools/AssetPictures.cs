using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Imaging;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Core.Tiles;
using Platform.Core.Video;

namespace Platform.Core.SmartTools;

/// <summary>Decoded pixels of images and of videos' frames; only the first call on a picture decodes it.</summary>
public sealed class AssetPictures(IBlobStore store, IImageCodec codec, VideoFrames frames, ImagePyramids pyramids, TileOptions tiles, SmartToolOptions options)
{
    private readonly BoundedCache<(string Sha256, int? Frame), RgbImage> _decoded = new(options.PictureCacheBytes, image => image.Pixels.LongLength);

    /// <summary>Bytes of decoded pixels held.</summary>
    public long Bytes => _decoded.Bytes;

    /// <param name="frame">Of a video, counted from 0; null for an image.</param>
    /// <param name="region">What is to be seen of an image in tiles; of others all is.</param>
    public async Task<PictureView> GetAsync(Asset asset, int? frame, BoxToSearch region, CancellationToken cancellationToken)
    {
        if (asset.Type == AssetType.Video != frame is not null)
        {
            throw new DomainRuleException("smart.frame_invalid", "Name a frame of a video, and none of an image.");
        }

        if (tiles.IsTiled(asset))
        {
            var pack = await pyramids.GetAsync(asset).ConfigureAwait(false);
            return await Task.Run(() => TiledPicture.Read(pack, region, codec), cancellationToken).ConfigureAwait(false);
        }

        return PictureView.Whole(await _decoded.GetAsync((asset.Sha256, frame), () => DecodeAsync(asset, frame), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Decodes what the first tool would otherwise wait for.</summary>
    public async Task PrepareAsync(Asset asset, int? frame, CancellationToken cancellationToken)
    {
        if (!tiles.IsTiled(asset))
        {
            await GetAsync(asset, frame, default, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<RgbImage> DecodeAsync(Asset asset, int? frame)
    {
        var stream = frame is { } number
            ? (await frames.GetAsync(AssetFrameQueries.SourceOf(asset), number, FrameFormat.Jpeg, ahead: false, CancellationToken.None).ConfigureAwait(false)).Content
            : await store.OpenReadAsync(asset.StorageUri, CancellationToken.None).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes).ConfigureAwait(false);
            return codec.DecodeRgb(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
    }
}
