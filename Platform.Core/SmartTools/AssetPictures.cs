using Platform.Core.Assets.Model;
using Platform.Core.Imaging;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.SmartTools;

/// <summary>Decoded pixels of assets; only the first call on an image decodes it.</summary>
public sealed class AssetPictures(IBlobStore store, IImageCodec codec, SmartToolOptions options)
{
    private readonly BoundedCache<string, RgbImage> _decoded = new(options.PictureCacheBytes, image => image.Pixels.LongLength);

    /// <summary>Bytes of decoded pixels held.</summary>
    public long Bytes => _decoded.Bytes;

    /// <param name="frame">Of a video, counted from 0; null for an image.</param>
    public async Task<PictureView> GetAsync(Asset asset, int? frame, CancellationToken cancellationToken)
    {
        if (asset.Type == AssetType.Video || frame is not null)
        {
            throw new DomainRuleException("smart.frame_invalid", "Name a frame of a video, and none of an image.");
        }

        return PictureView.Whole(await _decoded.GetAsync(asset.Sha256, () => DecodeAsync(asset.StorageUri), cancellationToken).ConfigureAwait(false));
    }

    private async Task<RgbImage> DecodeAsync(string uri)
    {
        var stream = await store.OpenReadAsync(uri, CancellationToken.None).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes).ConfigureAwait(false);
            return codec.DecodeRgb(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
    }
}
