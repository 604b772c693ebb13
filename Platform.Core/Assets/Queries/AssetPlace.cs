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
internal readonly record struct AssetPlace(double Confidence, Guid Id)
{
    // Above every confidence, so that images without unreviewed shapes come last.
    private const double Certain = 2;
    private const char Separator = '~';

    public static AssetPlace Parse(string text, AssetOrder order)
    {
        var parts = text.Split(Separator);
        return order switch
        {
            AssetOrder.Uploaded when parts is [var id] && Guid.TryParse(id, out var place) => new AssetPlace(Certain, place),
            AssetOrder.LowestConfidence when parts is [var number, var id] && Guid.TryParse(id, out var place)
                && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var confidence) => new AssetPlace(confidence, place),
            _ => throw new DomainRuleException("asset.cursor", "The list cannot go on from there. Load it from the beginning."),
        };
    }

    public static async Task<AssetPlace> OfAsync(PlatformDbContext db, Guid assetId, AssetOrder order, CancellationToken cancellationToken) => order == AssetOrder.Uploaded
        ? new AssetPlace(Certain, assetId)
        : (await Placed(db, db.Assets.Where(asset => asset.Id == assetId)).SingleAsync(cancellationToken)).Place;

    public string ToText(AssetOrder order) => order == AssetOrder.Uploaded ? Id.ToString() : string.Create(CultureInfo.InvariantCulture, $"{Confidence:R}{Separator}{Id}");

    /// <summary>The assets behind a place (all where it is null), in order.</summary>
    public static IQueryable<PlacedAsset> After(PlatformDbContext db, IQueryable<Asset> assets, AssetOrder order, AssetPlace? from)
    {
        if (order == AssetOrder.Uploaded)
        {
            assets = from is { Id: var id } ? assets.Where(asset => asset.Id > id) : assets;
            return assets.OrderBy(asset => asset.Id).Select(asset => new PlacedAsset { Id = asset.Id, Confidence = Certain });
        }

        var placed = Placed(db, assets);
        if (from is { } place)
        {
            placed = placed.Where(asset => asset.Confidence > place.Confidence || (asset.Confidence == place.Confidence && asset.Id > place.Id));
        }

        return placed.OrderBy(asset => asset.Confidence).ThenBy(asset => asset.Id);
    }

    /// <summary>The assets before a place, the nearest first.</summary>
    public static IQueryable<Guid> Before(PlatformDbContext db, IQueryable<Asset> assets, AssetOrder order, AssetPlace place) => order == AssetOrder.Uploaded
        ? assets.Where(asset => asset.Id < place.Id).OrderByDescending(asset => asset.Id).Select(asset => asset.Id)
        : Placed(db, assets).Where(asset => asset.Confidence < place.Confidence || (asset.Confidence == place.Confidence && asset.Id < place.Id))
            .OrderByDescending(asset => asset.Confidence).ThenByDescending(asset => asset.Id).Select(asset => asset.Id);

    private static IQueryable<PlacedAsset> Placed(PlatformDbContext db, IQueryable<Asset> assets) => assets.Select(asset => new PlacedAsset
    {
        Id = asset.Id,
        Confidence = db.Annotations.Where(shape => shape.AssetId == asset.Id && shape.ReviewState == ReviewState.Pending).Min(shape => shape.Confidence) ?? Certain,
    });

    /// <summary>What <see cref="AssetPlace"/> is in a query: EF looks through an initialiser, but not through a constructor, when it filters and sorts.</summary>
    internal sealed class PlacedAsset
    {
        public Guid Id { get; init; }

        public double Confidence { get; init; }

        public AssetPlace Place => new(Confidence, Id);
    }
}
