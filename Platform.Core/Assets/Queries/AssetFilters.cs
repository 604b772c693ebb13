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
        if (filter.Ids is { } ids)
        {
            assets = assets.Where(asset => ids.Contains(asset.Id));
        }

        if (filter.Split is { } split)
        {
            // One id to compare with: the index by split then serves the page.
            assets = assets.Where(asset => asset.DatasetSplitId == db.DatasetSplits.Where(row => row.DatasetVersionId == versionId && row.Split == split).Select(row => row.Id).First());
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

        if (filter.UploaderId is { } uploader)
        {
            assets = assets.Where(asset => asset.UploaderId == uploader);
        }

        if (!string.IsNullOrWhiteSpace(filter.Tag))
        {
            var tag = AssetTags.Pattern(filter.Tag.Trim());
            assets = assets.Where(asset => asset.Tags!.Contains(tag));
        }

        assets = ByMeasures(db, assets, filter);
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            var text = filter.Text.Trim().ToLowerInvariant();
            assets = assets.Where(asset => asset.FileName.ToLower().Contains(text));
        }

        return assets;
    }

    private static IQueryable<Asset> ByMeasures(PlatformDbContext db, IQueryable<Asset> assets, AssetFilter filter)
    {
        if (filter.MinShapes is { } least)
        {
            assets = assets.Where(asset => db.Annotations.Count(annotation => annotation.AssetId == asset.Id) >= least);
        }

        if (filter.MaxShapes is { } most)
        {
            assets = assets.Where(asset => db.Annotations.Count(annotation => annotation.AssetId == asset.Id) <= most);
        }

        if (filter.MinSidePx is { } smallest)
        {
            assets = assets.Where(asset => asset.Width >= smallest || asset.Height >= smallest);
        }

        if (filter.MaxSidePx is { } largest)
        {
            assets = assets.Where(asset => asset.Width <= largest && asset.Height <= largest);
        }

        if (filter.Source is { } source)
        {
            assets = assets.Where(asset => db.Annotations.Any(annotation => annotation.AssetId == asset.Id && annotation.Source == source));
        }

        if (filter is { MinConfidence: not null } or { MaxConfidence: not null })
        {
            var (from, to) = (filter.MinConfidence ?? 0, filter.MaxConfidence ?? 1);
            assets = assets.Where(asset => db.Annotations.Any(annotation => annotation.AssetId == asset.Id && annotation.Confidence >= from && annotation.Confidence <= to));
        }

        return assets;
    }
}
