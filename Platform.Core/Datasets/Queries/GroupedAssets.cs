using Microsoft.EntityFrameworkCore;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Grouping;

namespace Platform.Core.Datasets.Queries;

/// <summary>Reads what splitting and its checks need of every asset of a version: some 200 bytes each.</summary>
internal static class GroupedAssets
{
    /// <summary>By content hash, so that nothing hangs on the order of upload.</summary>
    public static async Task<IReadOnlyList<GroupedAsset>> ReadAsync(PlatformDbContext db, Guid versionId, CancellationToken cancellationToken)
    {
        var assets = await (
            from asset in db.Assets
            join split in db.DatasetSplits on asset.DatasetSplitId equals split.Id
            where asset.DatasetVersionId == versionId
            select new GroupedAsset(asset.Id, asset.Sha256, asset.FileName, asset.GroupKey, asset.PerceptualHash, split.Split)).ToListAsync(cancellationToken);
        return [.. assets.OrderBy(asset => asset.Sha256, StringComparer.Ordinal)];
    }

    /// <summary>The classes of the accepted shapes of each asset, numbered by their places in the ontology, which are the same in every copy of the version.</summary>
    public static async Task<ILookup<Guid, int>> ClassesAsync(PlatformDbContext db, Guid versionId, CancellationToken cancellationToken)
    {
        var shown = await (
            from annotation in db.Annotations
            join asset in db.Assets on annotation.AssetId equals asset.Id
            join label in db.LabelClasses on annotation.LabelClassId equals label.Id
            where asset.DatasetVersionId == versionId && annotation.ReviewState == ReviewState.Accepted
            select new { annotation.AssetId, label.SortOrder }).Distinct().ToListAsync(cancellationToken);
        return shown.ToLookup(pair => pair.AssetId, pair => pair.SortOrder);
    }
}
