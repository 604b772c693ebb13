using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Assets.Queries;

/// <summary>An asset in a version's trash.</summary>
/// <param name="TrashedBy">Null where the platform itself deleted it.</param>
/// <param name="IsBack">Whether its file was uploaded again since; it cannot be restored beside that.</param>
public sealed record TrashedItem(Guid Id, AssetType Type, string FileName, int Width, int Height, int AnnotationCount, DateTime TrashedAt, string? TrashedBy, bool IsBack);

/// <summary>A part of a version's trash, and how much there is.</summary>
public sealed record TrashListing(int Total, IReadOnlyList<TrashedItem> Items);

/// <summary>Reads what was deleted from a draft and can come back.</summary>
public sealed class TrashQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public const int MaxPageSize = 500;

    public async Task<int> CountAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        return await db.TrashedAssets.CountAsync(asset => asset.DatasetVersionId == versionId, cancellationToken);
    }

    /// <summary>The latest deleted first.</summary>
    public async Task<TrashListing> ListAsync(Actor actor, Guid versionId, int skip, int pageSize, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var trash = db.TrashedAssets.AsNoTracking().Where(asset => asset.DatasetVersionId == versionId);
        var items = await trash.OrderByDescending(asset => asset.TrashedAt).ThenBy(asset => asset.Id).Skip(Math.Max(0, skip)).Take(Math.Clamp(pageSize, 1, MaxPageSize))
            .Select(asset => new TrashedItem(
                asset.Id, asset.Type, asset.FileName, asset.Width, asset.Height, db.TrashedAnnotations.Count(annotation => annotation.AssetId == asset.Id), asset.TrashedAt,
                db.Users.Where(user => user.Id == asset.TrashedById).Select(user => user.Name).FirstOrDefault(),
                db.Assets.Any(live => live.DatasetVersionId == versionId && live.Sha256 == asset.Sha256)))
            .ToListAsync(cancellationToken);
        return new TrashListing(await trash.CountAsync(cancellationToken), items);
    }
}
