using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Assets.Queries;

/// <summary>
/// A place in an order of assets, from which pages and neighbours are counted: it stays where it is when assets come, go or change their
/// own places. Its text looks like <c>0.25~0190…</c>, or is the id alone in upload order.
/// </summary>
/// <param name="Rank">Lower comes first; what it counts is the order's.</param>
internal readonly record struct AssetPlace(double Rank, Guid Id)
{
    // Above every confidence and every number of shapes, so that images of which an order knows nothing come last.
    private const double Last = 1e12;
    private const char Separator = '~';

    public static AssetPlace Parse(string text, AssetOrder order)
    {
        var parts = text.Split(Separator);
        return (order == AssetOrder.Uploaded, parts) switch
        {
            (true, [var id]) when Guid.TryParse(id, out var place) => new AssetPlace(Last, place),
            (false, [var number, var id]) when Guid.TryParse(id, out var place)
                && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var rank) => new AssetPlace(rank, place),
            _ => throw new DomainRuleException("asset.cursor", "The list cannot go on from there. Load it from the beginning."),
        };
    }

    public static async Task<AssetPlace> OfAsync(PlatformDbContext db, Guid versionId, Guid assetId, AssetOrder order, CancellationToken cancellationToken) => order == AssetOrder.Uploaded
        ? new AssetPlace(Last, assetId)
        : (await Placed(db, versionId, db.Assets.Where(asset => asset.Id == assetId), order).SingleAsync(cancellationToken)).Place;

    public string ToText(AssetOrder order) => order == AssetOrder.Uploaded ? Id.ToString() : string.Create(CultureInfo.InvariantCulture, $"{Rank:R}{Separator}{Id}");

    /// <summary>The assets of a version behind a place (all where it is null), in order.</summary>
    public static IQueryable<PlacedAsset> After(PlatformDbContext db, Guid versionId, IQueryable<Asset> assets, AssetOrder order, AssetPlace? from)
    {
        if (order == AssetOrder.Uploaded)
        {
            assets = from is { Id: var id } ? assets.Where(asset => asset.Id > id) : assets;
            return assets.OrderBy(asset => asset.Id).Select(asset => new PlacedAsset { Id = asset.Id, Rank = Last });
        }

        var placed = Placed(db, versionId, assets, order);
        if (from is { } place)
        {
            placed = placed.Where(asset => asset.Rank > place.Rank || (asset.Rank == place.Rank && asset.Id > place.Id));
        }

        return placed.OrderBy(asset => asset.Rank).ThenBy(asset => asset.Id);
    }

    /// <summary>The assets before a place, the nearest first.</summary>
    public static IQueryable<Guid> Before(PlatformDbContext db, Guid versionId, IQueryable<Asset> assets, AssetOrder order, AssetPlace place) => order == AssetOrder.Uploaded
        ? assets.Where(asset => asset.Id < place.Id).OrderByDescending(asset => asset.Id).Select(asset => asset.Id)
        : Placed(db, versionId, assets, order).Where(asset => asset.Rank < place.Rank || (asset.Rank == place.Rank && asset.Id < place.Id))
            .OrderByDescending(asset => asset.Rank).ThenByDescending(asset => asset.Id).Select(asset => asset.Id);

    private static IQueryable<PlacedAsset> Placed(PlatformDbContext db, Guid versionId, IQueryable<Asset> assets, AssetOrder order) => order switch
    {
        AssetOrder.LowestConfidence => assets.Select(asset => new PlacedAsset
        {
            Id = asset.Id,
            Rank = db.Annotations.Where(shape => shape.AssetId == asset.Id && shape.ReviewState == ReviewState.Pending).Min(shape => shape.Confidence) ?? Last,
        }),
        AssetOrder.RareClasses => ByRarity(db, versionId, assets),
        AssetOrder.Disagreement =>
            from asset in assets
            join row in db.ModelDisagreements on asset.Id equals row.AssetId into rows
            from row in rows.DefaultIfEmpty()
            select new PlacedAsset { Id = asset.Id, Rank = row == null ? Last : row.Total == 0 ? 1 : 1 - ((double)row.Apart / row.Total) },
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Ids alone place assets in upload order."),
    };

    // Counted for all assets at once: asked for each of them, the counts would be taken as often.
    private static IQueryable<PlacedAsset> ByRarity(PlatformDbContext db, Guid versionId, IQueryable<Asset> assets)
    {
        var shapes =
            from shape in db.Annotations
            join asset in db.Assets on shape.AssetId equals asset.Id
            where asset.DatasetVersionId == versionId && shape.ReviewState != ReviewState.Rejected
            select new { shape.AssetId, shape.LabelClassId };
        var classes = shapes.GroupBy(shape => shape.LabelClassId).Select(group => new { ClassId = group.Key, Count = group.Count() });
        var rarest =
            from shape in shapes
            join labelClass in classes on shape.LabelClassId equals labelClass.ClassId
            group labelClass.Count by shape.AssetId into image
            select new { AssetId = image.Key, Count = image.Min() };
        return
            from asset in assets
            join image in rarest on asset.Id equals image.AssetId into images
            from image in images.DefaultIfEmpty()
            select new PlacedAsset { Id = asset.Id, Rank = (double?)image.Count ?? Last };
    }

    /// <summary>What <see cref="AssetPlace"/> is in a query: EF looks through an initialiser, but not through a constructor, when it filters and sorts.</summary>
    internal sealed class PlacedAsset
    {
        public Guid Id { get; init; }

        public double Rank { get; init; }

        public AssetPlace Place => new(Rank, Id);
    }
}
