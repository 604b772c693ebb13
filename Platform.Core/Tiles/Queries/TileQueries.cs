using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Tiles.Queries;

/// <summary>Whether an image's tiles are there, and how they lie; without a layout they are being cut.</summary>
public sealed record TileState(PyramidLayout? Layout, double Progress);

/// <summary>A tile to send; the tag names its content, which never changes.</summary>
public sealed record TileImage(byte[] Jpeg, string Tag);

/// <summary>Images in tiles of several levels.</summary>
public sealed class TileQueries(IDbContextFactory<PlatformDbContext> contexts, ImagePyramids pyramids)
{
    /// <summary>Begins to cut the tiles where that has not been done; ask again until the layout is there.</summary>
    public async Task<TileState> GetStateAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        var asset = await FindAsync(actor, assetId, cancellationToken);
        var progress = 1.0;
        if (pyramids.Find(asset) is not { } pack)
        {
            progress = await pyramids.BuildAsync(asset);
            pack = pyramids.Find(asset);
        }

        return new TileState(pack?.Layout, progress);
    }

    public async Task<TileImage> GetTileAsync(Actor actor, Guid assetId, TilePlace place, CancellationToken cancellationToken)
    {
        var asset = await FindAsync(actor, assetId, cancellationToken);
        var pack = await pyramids.GetAsync(asset);
        var jpeg = pack.Read(place)
            ?? throw new DomainRuleException("tiles.no_such_tile", $"The image has no tile {place.Column}, {place.Row} on level {place.Level}.", place.Column, place.Row, place.Level);
        return new TileImage(jpeg, FormattableString.Invariant($"{asset.Sha256}-{place.Level}-{place.Column}-{place.Row}"));
    }

    private async Task<Asset> FindAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (asset, _) = await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.ViewProject, cancellationToken);
        return asset.Type == AssetType.Image
            ? asset
            : throw new DomainRuleException("tiles.of_video", "Videos are shown frame by frame, not in tiles.");
    }
}
