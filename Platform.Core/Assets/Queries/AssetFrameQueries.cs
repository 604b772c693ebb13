using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Video;

namespace Platform.Core.Assets.Queries;

/// <summary>An encoded frame to send, to be disposed afterwards; the tag names its content, which never changes.</summary>
public sealed record AssetFrame(Stream Content, string MediaType, string Tag);

/// <summary>Frames of videos: frame n is the n-th that a decoder gives, counted from 0.</summary>
public sealed class AssetFrameQueries(IDbContextFactory<PlatformDbContext> contexts, VideoFrames frames)
{
    public async Task<AssetFrame> GetFrameAsync(Actor actor, Guid assetId, int frame, FrameFormat format, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (asset, _) = await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.ViewProject, cancellationToken);
        var image = await frames.GetAsync(SourceOf(asset), frame, format, ahead: true, cancellationToken);
        return new AssetFrame(image.Content, image.MediaType, FormattableString.Invariant($"{asset.Sha256}-{frame}-{format}"));
    }

    internal static VideoSource SourceOf(Asset asset) => asset is { Type: AssetType.Video, FrameCount: { } count }
        ? new VideoSource(asset.Sha256, asset.StorageUri, asset.Width, asset.Height, count)
        : throw new InvalidVideoException(VideoErrorCodes.NotVideoAsset, $"'{asset.FileName}' is an image; only videos have frames.", asset.FileName);
}
