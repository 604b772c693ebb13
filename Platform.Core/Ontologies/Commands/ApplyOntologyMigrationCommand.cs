using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Commands;

/// <summary>What <see cref="ApplyOntologyMigrationCommand"/> did.</summary>
public sealed record AppliedMigration(Guid MigrationId, MigrationPreview Outcome);

/// <summary>
/// Moves a draft and all its shapes to another ontology version in one transaction. Every shape is first written down as it stands,
/// so that the migration can be undone until the draft is frozen; then a few statements change all of them.
/// </summary>
public sealed class ApplyOntologyMigrationCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    private const int RowsAtOnce = 2000;

    // Keeps a statement's parameters well below the engines' limits.
    private const int IdsAtOnce = 500;

    private const string Columns =
        "asset_id, label_class_id, geometry_type, geometry, is_normalized, source, confidence, model_version_id, annotator_name, frame, track_id, z_order, attributes, review_state, revision, created_at";

    /// <param name="token">Of the preview that was seen; another outcome is refused, so that nothing happens that nobody has looked at.</param>
    public async Task<AppliedMigration> ExecuteAsync(
        Actor actor, Guid datasetVersionId, Guid toOntologyVersionId, OntologyMigrationPlan plan, string token, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                await db.LockDatasetVersionAsync(datasetVersionId, cancellationToken);
                var scope = await MigrationContents.FindAsync(db, actor, datasetVersionId, toOntologyVersionId, Permission.EditOntology, cancellationToken);
                var rules = new MigrationRules(plan, scope.FromClasses, scope.ToClasses);
                var migration = new OntologyMigration(Ids.New(time), datasetVersionId, scope.From.Id, scope.To.Id, plan.ToJson(), actor.UserId, time.GetUtcNow().UtcDateTime);
                db.Add(migration);
                await db.SaveChangesAsync(cancellationToken);

                await RaiseRevisionsAsync(db, datasetVersionId, rules, cancellationToken);
                await WriteDownAsync(db, migration, rules, cancellationToken);
                var deviations = new Deviations(db, migration.Id);
                var outcome = await MigrationContents.DecideAsync(db, scope, rules, verdicts => deviations.AddAsync(verdicts, cancellationToken), cancellationToken);
                await deviations.FlushAsync(cancellationToken);
                Demand(outcome, token);

                await ChangeAsync(db, migration.Id, cancellationToken);
                migration.Count(outcome.Annotations, outcome.Dropped);
                scope.Version.Version.MoveTo(scope.To.Id);
                await db.SaveChangesAsync(cancellationToken);
                return new AppliedMigration(migration.Id, outcome);
            },
            cancellationToken);
    }

    private static void Demand(MigrationPreview outcome, string token)
    {
        if (outcome.Token != token)
        {
            throw new ConflictException("migration.preview_stale", "The shapes, the plan or the classes are not those of the preview any more. Look at a new preview; nothing was changed.");
        }

        if (!outcome.CanApply)
        {
            throw new DomainRuleException(
                "migration.blocked", $"{outcome.Issues.Where(issue => issue.IsBlocking).Sum(issue => issue.Count)} shapes do not fit their new classes. Convert them, choose other classes or drop them; nothing was changed.",
                outcome.Issues.Where(issue => issue.IsBlocking).Sum(issue => issue.Count));
        }
    }

    // Open canvases notice by it, and saves begun before are merged instead of written over.
    private static Task RaiseRevisionsAsync(PlatformDbContext db, Guid datasetVersionId, MigrationRules rules, CancellationToken cancellationToken)
    {
        var ruled = rules.All.Select(rule => rule.Source.Id).ToArray();
        return db.Assets.Where(asset => asset.DatasetVersionId == datasetVersionId && db.Annotations.Any(row => row.AssetId == asset.Id && ruled.Contains(row.LabelClassId)))
            .ExecuteUpdateAsync(set => set.SetProperty(asset => asset.Revision, asset => asset.Revision + 1), cancellationToken);
    }

    /// <summary>Each shape with the class that its rule gives where no branch holds.</summary>
    private static async Task WriteDownAsync(PlatformDbContext db, OntologyMigration migration, MigrationRules rules, CancellationToken cancellationToken)
    {
        foreach (var rule in rules.All)
        {
            var target = rule.Otherwise.Class?.Id;
            object[] parameters = [migration.Id, migration.DatasetVersionId, rule.Source.Id, .. target is { } id ? new object[] { id } : []];
            await db.Database.ExecuteSqlRawAsync(WriteDownSql(target is null ? "NULL" : "{3}"), parameters, cancellationToken);
        }
    }

    private static string WriteDownSql(string target) => $$"""
        INSERT INTO ontology_migration_change (migration_id, annotation_id, target_class_id, applied_revision, {{Columns}})
        SELECT {0}, n.id, {{target}}, a.revision, n.{{Columns.Replace(", ", ", n.", StringComparison.Ordinal)}}
        FROM annotation n JOIN asset a ON a.id = n.asset_id
        WHERE a.dataset_version_id = {1} AND n.label_class_id = {2}
        """;

    private static string ConvertSql(string rows) => $$"""
        UPDATE ontology_migration_change SET converted_geometry = g.json
        FROM {{rows}} g WHERE ontology_migration_change.migration_id = {0} AND ontology_migration_change.annotation_id = g.id
        """;

    private static async Task ChangeAsync(PlatformDbContext db, Guid migrationId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync(
            """
            UPDATE annotation SET
              label_class_id = c.target_class_id,
              geometry_type = CASE WHEN c.converted_geometry IS NULL THEN annotation.geometry_type ELSE k.shape_type END,
              geometry = COALESCE(c.converted_geometry, annotation.geometry),
              revision = c.applied_revision
            FROM ontology_migration_change c JOIN label_class k ON k.id = c.target_class_id
            WHERE c.migration_id = {0} AND c.annotation_id = annotation.id
            """,
            [migrationId],
            cancellationToken);
        await db.Database.ExecuteSqlRawAsync(
            "DELETE FROM annotation WHERE id IN (SELECT annotation_id FROM ontology_migration_change WHERE migration_id = {0} AND target_class_id IS NULL)", [migrationId], cancellationToken);
    }

    /// <summary>Writes what differs from the rule's otherwise: other classes of branches, and converted geometries; many rows a statement.</summary>
    private sealed class Deviations(PlatformDbContext db, Guid migrationId)
    {
        private readonly Dictionary<Guid, List<Guid>> _targets = [];
        private readonly Dictionary<string, JsonElement> _geometries = [];

        public async Task AddAsync(IReadOnlyList<MigrationVerdict> verdicts, CancellationToken cancellationToken)
        {
            foreach (var verdict in verdicts)
            {
                if (verdict.Target?.Id != verdict.Rule.Otherwise.Class?.Id)
                {
                    var key = verdict.Target?.Id ?? Guid.Empty;
                    (_targets.TryGetValue(key, out var ids) ? ids : _targets[key] = []).Add(verdict.Shape.Id);
                }

                if (verdict.Converted is { } geometry)
                {
                    _geometries[verdict.Shape.Id.ToString()] = JsonElement.Parse(geometry);
                }
            }

            if (_geometries.Count >= RowsAtOnce || _targets.Values.Sum(ids => ids.Count) >= RowsAtOnce)
            {
                await FlushAsync(cancellationToken);
            }
        }

        public async Task FlushAsync(CancellationToken cancellationToken)
        {
            foreach (var (target, ids) in _targets)
            {
                var classId = target == Guid.Empty ? (Guid?)null : target;
                foreach (var chunk in ids.Chunk(IdsAtOnce))
                {
                    await db.OntologyMigrationChanges.Where(change => change.MigrationId == migrationId && chunk.Contains(change.AnnotationId))
                        .ExecuteUpdateAsync(set => set.SetProperty(change => change.TargetClassId, classId), cancellationToken);
                }
            }

            if (_geometries.Count > 0)
            {
                await db.Database.ExecuteSqlRawAsync(ConvertSql(db.JsonRowsSql("{1}")), [migrationId, JsonSerializer.Serialize(_geometries)], cancellationToken);
            }

            _targets.Clear();
            _geometries.Clear();
        }
    }
}
