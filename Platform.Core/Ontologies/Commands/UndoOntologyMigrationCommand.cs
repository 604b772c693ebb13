using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Commands;

/// <summary>
/// Puts a draft's shapes back to what they were before its newest migration, dropped ones included, in one transaction. Where somebody
/// changed such a shape since, it refuses and says which, or keeps the later change and undoes the rest.
/// </summary>
public sealed class UndoOntologyMigrationCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    private const int IdsAtOnce = 500;

    private const string Columns =
        "asset_id, label_class_id, geometry_type, geometry, is_normalized, source, confidence, model_version_id, annotator_name, frame, track_id, z_order, attributes, review_state, created_at";

    private static readonly string s_bringBackSql = $$"""
        INSERT INTO annotation (id, revision, {{Columns}})
        SELECT c.annotation_id, a.revision, c.{{Columns.Replace(", ", ", c.", StringComparison.Ordinal)}}
        FROM ontology_migration_change c JOIN asset a ON a.id = c.asset_id
        WHERE c.migration_id = {0} AND c.target_class_id IS NULL AND NOT EXISTS (SELECT 1 FROM annotation n WHERE n.id = c.annotation_id)
        """;

    /// <param name="keepLaterEdits">Undo the rest, where shapes were changed or deleted since: they keep that, and only go back to a class of the older version.</param>
    public async Task<MigrationUndoCheck> ExecuteAsync(Actor actor, Guid migrationId, bool keepLaterEdits, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                var (found, _) = await MigrationUndo.FindAsync(db, actor, migrationId, Permission.EditOntology, cancellationToken);
                await db.LockDatasetVersionAsync(found.DatasetVersionId, cancellationToken);

                // Read again under the lock: another undo or a freeze may have come first.
                db.ChangeTracker.Clear();
                var (migration, scope) = await MigrationUndo.FindAsync(db, actor, migrationId, Permission.EditOntology, cancellationToken);
                scope.DemandDraft();
                await DemandNewestAsync(db, migration, cancellationToken);
                var findings = await MigrationUndo.ReadAsync(db, migration, cancellationToken);
                Demand(findings.Check, keepLaterEdits);

                await RaiseRevisionsAsync(db, migration, cancellationToken);
                await RestoreAsync(db, migration.Id, cancellationToken);
                await TakeBackAsync(db, findings.WaysBack, cancellationToken);
                await db.OntologyMigrationChanges.Where(change => change.MigrationId == migration.Id).ExecuteDeleteAsync(cancellationToken);
                migration.Undo(actor.UserId, time.GetUtcNow().UtcDateTime);
                scope.Version.MoveTo(migration.FromOntologyVersionId);
                await db.SaveChangesAsync(cancellationToken);
                return findings.Check;
            },
            cancellationToken);
    }

    private static async Task DemandNewestAsync(PlatformDbContext db, OntologyMigration migration, CancellationToken cancellationToken)
    {
        if (migration.UndoneAt is not null)
        {
            throw new DomainRuleException("migration.undone", "This migration was undone before.");
        }

        var newest = await db.OntologyMigrations.Where(row => row.DatasetVersionId == migration.DatasetVersionId && row.UndoneAt == null).OrderByDescending(row => row.Id).Select(row => row.Id).FirstAsync(cancellationToken);
        if (newest != migration.Id)
        {
            throw new DomainRuleException("migration.not_newest", "The dataset version was migrated again after this. Undo the newer migration first.");
        }
    }

    private static void Demand(MigrationUndoCheck check, bool keepLaterEdits)
    {
        var first = check.Edits.Count > 0 ? check.Edits[0].FileName : "";
        if (check.Stuck > 0)
        {
            throw new MigrationEditedException(
                "migration.undo_stuck",
                $"{check.Stuck} shapes that were drawn or changed since have no class in the older ontology version, the first on '{first}'. Delete or relabel them, then undo; nothing was changed.",
                check, check.Stuck, first);
        }

        if (!keepLaterEdits && !check.IsClean)
        {
            throw new MigrationEditedException(
                "migration.edited_since",
                $"{check.Edited + check.Deleted} shapes were changed or deleted since the migration, the first on '{first}'. Undo the rest to keep these changes; nothing was changed.",
                check, check.Edited + check.Deleted, first);
        }
    }

    private static Task RaiseRevisionsAsync(PlatformDbContext db, OntologyMigration migration, CancellationToken cancellationToken) =>
        db.Assets.Where(asset => asset.DatasetVersionId == migration.DatasetVersionId
                && (db.Annotations.Any(row => row.AssetId == asset.Id) || db.OntologyMigrationChanges.Any(change => change.MigrationId == migration.Id && change.AssetId == asset.Id)))
            .ExecuteUpdateAsync(set => set.SetProperty(asset => asset.Revision, asset => asset.Revision + 1), cancellationToken);

    private static async Task RestoreAsync(PlatformDbContext db, Guid migrationId, CancellationToken cancellationToken)
    {
        // An older migration knows its shapes by their revision, which this undo raises.
        await db.Database.ExecuteSqlRawAsync(
            """
            UPDATE ontology_migration_change AS older SET applied_revision = a.revision
            FROM ontology_migration_change c JOIN asset a ON a.id = c.asset_id
            WHERE c.migration_id = {0} AND older.migration_id <> {0} AND older.annotation_id = c.annotation_id AND older.applied_revision = c.revision
              AND (c.target_class_id IS NULL OR EXISTS (SELECT 1 FROM annotation n WHERE n.id = c.annotation_id AND n.revision = c.applied_revision))
            """,
            [migrationId],
            cancellationToken);
        await db.Database.ExecuteSqlRawAsync(
            """
            UPDATE annotation SET label_class_id = c.label_class_id, geometry_type = c.geometry_type, geometry = c.geometry, attributes = c.attributes, review_state = c.review_state, revision = a.revision
            FROM ontology_migration_change c JOIN asset a ON a.id = c.asset_id
            WHERE c.migration_id = {0} AND c.annotation_id = annotation.id AND annotation.revision = c.applied_revision
            """,
            [migrationId],
            cancellationToken);
        await db.Database.ExecuteSqlRawAsync(s_bringBackSql, [migrationId], cancellationToken);
    }

    private static async Task TakeBackAsync(PlatformDbContext db, IReadOnlyDictionary<Guid, Guid> waysBack, CancellationToken cancellationToken)
    {
        foreach (var way in waysBack.GroupBy(pair => pair.Value, pair => pair.Key))
        {
            foreach (var ids in way.Chunk(IdsAtOnce))
            {
                await db.Annotations.Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(
                    set => set
                        .SetProperty(row => row.LabelClassId, way.Key)
                        .SetProperty(row => row.Revision, row => db.Assets.Where(asset => asset.Id == row.AssetId).Select(asset => asset.Revision).Single()),
                    cancellationToken);
            }
        }
    }
}
