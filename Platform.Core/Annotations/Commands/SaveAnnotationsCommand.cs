using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Annotations.Queries;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Reviews;
using Platform.Core.Reviews.Commands;
using Platform.Core.Shared;
using Platform.Core.Tiles;

namespace Platform.Core.Annotations.Commands;

/// <summary>
/// Saves what changed on one asset. Of two saves on the same base revision exactly one wins, on both engines: the asset's revision is
/// raised by a statement that names the base. A save whose answer was lost may be sent again and is recognised as done.
/// What it reads and writes depends on the change alone, not on how many shapes the asset has.
/// </summary>
public sealed class SaveAnnotationsCommand(IDbContextFactory<PlatformDbContext> contexts, TileOptions tiles, TimeProvider time)
{
    public const int MaxChanges = 20_000;

    // Keeps a statement's parameters well below the engines' limits.
    private const int IdsAtOnce = 500;

    public async Task<SaveAnnotationsResult> ExecuteAsync(
        Actor actor, Guid assetId, long baseRevision, IReadOnlyList<AnnotationUpsert> upserts, IReadOnlyList<Guid> deletes, CancellationToken cancellationToken)
    {
        CheckRequest(upserts, deletes);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                var (asset, scope) = await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.Annotate, cancellationToken);
                scope.DemandDraft();
                await db.ShareDatasetVersionAsync(scope.Version.Id, cancellationToken);
                var classes = new ClassesOfSave(
                    await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == scope.Version.OntologyVersionId).ToDictionaryAsync(row => row.Id, cancellationToken));
                var rows = await FindRowsAsync(db, assetId, [.. upserts.Select(upsert => upsert.Id), .. deletes], cancellationToken);
                var drafts = upserts.Select(upsert => AnnotationDraft.Check(upsert, rows.GetValueOrDefault(upsert.Id), classes, asset)).ToList();
                var changed = drafts.Where(draft => !(rows.TryGetValue(draft.Id, out var row) && draft.IsWrittenIn(row))).ToList();
                var doomed = deletes.Where(rows.ContainsKey).Select(id => rows[id]).ToList();
                if (changed.Count == 0 && doomed.Count == 0)
                {
                    return await SavedAsync(db, assetId, cancellationToken);
                }

                if (!await TakeRevisionAsync(db, actor, assetId, baseRevision, cancellationToken))
                {
                    return new SaveAnnotationsResult.StaleRevision(await AnnotationQueries.ReadAsync(db, actor, asset, scope, tiles, cancellationToken));
                }

                // Only now, as what stands can no longer change under the check.
                await TrackRules.CheckAsync(db, assetId, drafts, rows, cancellationToken);
                var takenBack = await new ModelVerdicts(db, actor, scope.Version.Id, time.GetUtcNow().UtcDateTime).RecordAsync(changed, doomed, rows, classes.KeyOf, cancellationToken);
                await LabelDays.AddAsync(db, actor, scope.Version.Id, EffortOf(changed, doomed, rows), time, cancellationToken);
                db.RemoveRange(doomed);
                foreach (var draft in changed)
                {
                    Write(db, draft, rows, takenBack, asset, actor.Name, baseRevision + 1);
                }

                await db.SaveChangesAsync(cancellationToken);
                return await SavedAsync(db, assetId, cancellationToken);
            },
            cancellationToken);
    }

    private static LabelEffort EffortOf(IReadOnlyList<AnnotationDraft> changed, IReadOnlyList<Annotation> doomed, Dictionary<Guid, Annotation> rows)
    {
        var known = changed.Where(draft => rows.ContainsKey(draft.Id)).ToList();
        var redrawn = known.Count(draft => draft.Redraws(rows[draft.Id]));
        return new LabelEffort(Drawn: changed.Count - known.Count, Changed: redrawn, Deleted: doomed.Count, Judged: known.Count - redrawn);
    }

    private static void CheckRequest(IReadOnlyList<AnnotationUpsert> upserts, IReadOnlyList<Guid> deletes)
    {
        if (upserts.Count + deletes.Count > MaxChanges)
        {
            throw new DomainRuleException("annotation.too_many_changes", $"At most {MaxChanges} shapes can be saved at once. Save them in parts.", MaxChanges);
        }

        if (upserts.Select(upsert => upsert.Id).Concat(deletes).GroupBy(id => id).Any(group => group.Count() > 1))
        {
            throw new DomainRuleException("annotation.id_repeated", "A shape stands twice in one save, or is both changed and deleted. Send each shape once.");
        }
    }

    private void Write(PlatformDbContext db, AnnotationDraft draft, Dictionary<Guid, Annotation> rows, IReadOnlySet<Guid> takenBack, Asset asset, string annotatorName, long revision)
    {
        if (rows.TryGetValue(draft.Id, out var row))
        {
            draft.WriteOver(row, annotatorName, revision, takenBack.Contains(row.Id));
        }
        else
        {
            db.Add(draft.ToHuman(asset.Id, annotatorName, revision, time.GetUtcNow().UtcDateTime));
        }
    }

    // Waits for a save in progress; when that one commits, the revision no longer is the base and no row is updated.
    // The same statement takes the label work up: whoever begins an asset that is nobody's has it, and work called finished is open again.
    private static async Task<bool> TakeRevisionAsync(PlatformDbContext db, Actor actor, Guid assetId, long baseRevision, CancellationToken cancellationToken) =>
        await db.Assets.Where(row => row.Id == assetId && row.Revision == baseRevision)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.Revision, baseRevision + 1)
                    .SetProperty(row => row.AssigneeId, row => row.AssigneeId ?? actor.UserId)
                    .SetProperty(row => row.WorkState, row => row.WorkState == WorkState.Rejected ? WorkState.Rejected : WorkState.InProgress),
                cancellationToken) == 1;

    private static async Task<SaveAnnotationsResult> SavedAsync(PlatformDbContext db, Guid assetId, CancellationToken cancellationToken)
    {
        var (revision, work) = await AssetWorkReader.ReadAsync(db, assetId, cancellationToken);
        return new SaveAnnotationsResult.Saved(revision, work);
    }

    private static async Task<Dictionary<Guid, Annotation>> FindRowsAsync(PlatformDbContext db, Guid assetId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<Guid, Annotation>();
        foreach (var chunk in ids.Chunk(IdsAtOnce))
        {
            foreach (var row in await db.Annotations.Where(row => chunk.Contains(row.Id)).ToListAsync(cancellationToken))
            {
                rows[row.Id] = row.AssetId == assetId
                    ? row
                    : throw new DomainRuleException("annotation.id_taken", "A shape's id belongs to a shape of another image. Draw it again.", row.Id);
            }
        }

        return rows;
    }
}
