using Microsoft.EntityFrameworkCore;
using Platform.Core.Assets.Model;
using Platform.Core.Data;

namespace Platform.Core.Assets.Queries;

/// <summary>Turns a filter into a query.</summary>
internal static class AssetFilters
{
    public static IQueryable<Asset> AssetsUnder(this PlatformDbContext db, Guid versionId, AssetFilter filter)
    {
        var assets = db.Assets.AsNoTracking().Where(asset => asset.DatasetVersionId == versionId);
        if (filter.Split is { } split)
        {
            assets = assets.Where(asset => db.DatasetSplits.Any(row => row.Id == asset.DatasetSplitId && row.Split == split));
        }

        if (filter.ClassId is { } classId)
        {
            assets = assets.Where(asset => db.Annotations.Any(annotation => annotation.AssetId == asset.Id && annotation.LabelClassId == classId));
        }

        if (filter.HasAnnotations is { } has)
        {
            assets = assets.Where(asset => db.Annotations.Any(annotation => annotation.AssetId == asset.Id) == has);
        }

        if (filter.ReviewState is { } state)
        {
            assets = assets.Where(asset => db.Annotations.Any(annotation => annotation.AssetId == asset.Id && annotation.ReviewState == state));
        }

        if (filter.Type is { } type)
        {
            assets = assets.Where(asset => asset.Type == type);
        }

        if (filter.WorkStates is { Count: > 0 } states)
        {
            assets = assets.Where(asset => states.Contains(asset.WorkState));
        }

        if (filter.Assignee is { } assignee)
        {
            assets = assets.Where(asset => (assignee.PersonId != null && asset.AssigneeId == assignee.PersonId) || (assignee.OrNobody && asset.AssigneeId == null));
        }

        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var text = filter.Text.Trim().ToLowerInvariant();
            assets = assets.Where(asset => asset.FileName.ToLower().Contains(text));
        }

        return assets;
    }
}
