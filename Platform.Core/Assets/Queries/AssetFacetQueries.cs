using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Assets.Queries;

/// <summary>What a gallery can be filtered by, besides what the ontology and the splits say.</summary>
public sealed record AssetFacets(IReadOnlyList<string> Tags, IReadOnlyList<Person> Uploaders);

/// <summary>Reads what the filters of a gallery offer.</summary>
public sealed class AssetFacetQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<AssetFacets> GetAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var assets = db.Assets.Where(asset => asset.DatasetVersionId == versionId);
        var texts = await assets.Where(asset => asset.Tags != null).Select(asset => asset.Tags).Distinct().ToListAsync(cancellationToken);
        var uploaders = await db.Users.Where(user => db.Assets.Any(asset => asset.UploaderId == user.Id && asset.DatasetVersionId == versionId))
            .OrderBy(user => user.Name).Select(user => new Person(user.Id, user.Name)).ToListAsync(cancellationToken);
        return new AssetFacets([.. texts.SelectMany(AssetTags.Read).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], uploaders);
    }

    /// <summary>How many annotations go with these assets when they are deleted.</summary>
    public async Task<int> CountAnnotationsAsync(Actor actor, Guid versionId, IReadOnlyCollection<Guid> assetIds, CancellationToken cancellationToken)
    {
        const int IdsAtOnce = 500;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var count = 0;
        foreach (var ids in assetIds.Chunk(IdsAtOnce))
        {
            count += await db.Annotations.CountAsync(
                annotation => ids.Contains(annotation.AssetId) && db.Assets.Any(asset => asset.Id == annotation.AssetId && asset.DatasetVersionId == versionId), cancellationToken);
        }

        return count;
    }
}
