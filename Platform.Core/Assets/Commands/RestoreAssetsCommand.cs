using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;

namespace Platform.Core.Assets.Commands;

/// <summary>What came back from the trash.</summary>
/// <param name="AlreadyThere">Assets whose file was uploaded again meanwhile; they stay in the trash.</param>
public sealed record RestoredAssets(int Restored, int AlreadyThere);

/// <summary>
/// Brings assets back from a draft's trash, with their ids, split, work state, annotations and comments. Where the draft was moved to another ontology version meanwhile, annotations take the class of
/// the same key there; those of a class that it lacks come back as they were, and the checklist of the freeze names them.
/// </summary>
public sealed class RestoreAssetsCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <param name="assetIds">Null for the whole trash; ids that are not in it are passed over, so that a repeated request does no harm.</param>
    public async Task<RestoredAssets> ExecuteAsync(Actor actor, Guid versionId, IReadOnlyCollection<Guid>? assetIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft().Version;
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                var (restored, left) = (0, 0);
                foreach (var ids in (assetIds?.Distinct() ?? await AllAsync(db, versionId, cancellationToken)).Chunk(TrashRows.IdsAtOnce))
                {
                    var (free, inTrash) = await FreeAsync(db, versionId, ids, cancellationToken);
                    (restored, left) = (restored + free.Count, left + inTrash - free.Count);
                    if (free.Count > 0)
                    {
                        await FollowOntologyAsync(db, version, free, cancellationToken);
                        await TrashRows.RestoreAsync(db, free, cancellationToken);
                    }
                }

                return new RestoredAssets(restored, left);
            },
            cancellationToken);
    }

    private static async Task<IEnumerable<Guid>> AllAsync(PlatformDbContext db, Guid versionId, CancellationToken cancellationToken) =>
        await db.TrashedAssets.Where(asset => asset.DatasetVersionId == versionId).OrderByDescending(asset => asset.TrashedAt).ThenBy(asset => asset.Id).Select(asset => asset.Id).ToListAsync(cancellationToken);

    // The same bytes stand once in a version: of a file that was deleted twice, what was deleted last comes back.
    private static async Task<(IReadOnlyList<Guid> Free, int InTrash)> FreeAsync(PlatformDbContext db, Guid versionId, Guid[] ids, CancellationToken cancellationToken)
    {
        var found = await db.TrashedAssets.Where(asset => asset.DatasetVersionId == versionId && ids.Contains(asset.Id)).Select(asset => new { asset.Id, asset.Sha256, asset.TrashedAt }).ToListAsync(cancellationToken);
        var hashes = found.Select(asset => asset.Sha256).Distinct().ToList();
        var taken = await db.Assets.Where(asset => asset.DatasetVersionId == versionId && hashes.Contains(asset.Sha256)).Select(asset => asset.Sha256).ToHashSetAsync(cancellationToken);
        return ([.. found.Where(asset => !taken.Contains(asset.Sha256)).OrderByDescending(asset => asset.TrashedAt).DistinctBy(asset => asset.Sha256).Select(asset => asset.Id)], found.Count);
    }

    private static async Task FollowOntologyAsync(PlatformDbContext db, DatasetVersion version, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var moves = await (
            from old in db.LabelClasses
            join now in db.LabelClasses on new { old.Key, old.ShapeType } equals new { now.Key, now.ShapeType }
            where old.OntologyVersionId != version.OntologyVersionId && now.OntologyVersionId == version.OntologyVersionId
                && db.TrashedAnnotations.Any(annotation => ids.Contains(annotation.AssetId) && annotation.LabelClassId == old.Id)
            select new { From = old.Id, To = now.Id }).ToListAsync(cancellationToken);
        foreach (var move in moves)
        {
            await db.TrashedAnnotations.Where(annotation => ids.Contains(annotation.AssetId) && annotation.LabelClassId == move.From)
                .ExecuteUpdateAsync(set => set.SetProperty(annotation => annotation.LabelClassId, move.To), cancellationToken);
        }
    }
}
