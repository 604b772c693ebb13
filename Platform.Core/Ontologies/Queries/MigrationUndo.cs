using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Queries;

/// <summary>A shape that was edited or drawn since a migration.</summary>
internal sealed record LaterShape(Guid Id, Guid AssetId, string FileName, Guid ClassId, ShapeType? Type, Guid? TrackId, Guid? PreviousClassId);

/// <summary>What an undo finds.</summary>
/// <param name="WaysBack">Class in the older version for each edited or added shape that has one.</param>
internal sealed record UndoFindings(MigrationUndoCheck Check, IReadOnlyDictionary<Guid, Guid> WaysBack);

/// <summary>Finds what was changed since a migration, and which class of the older version each such shape goes back to.</summary>
internal static class MigrationUndo
{
    private const int MaxEdits = 50;

    public static async Task<(OntologyMigration Migration, VersionScope Scope)> FindAsync(PlatformDbContext db, Actor actor, Guid migrationId, Permission permission, CancellationToken cancellationToken)
    {
        var migration = await db.OntologyMigrations.SingleOrDefaultAsync(row => row.Id == migrationId, cancellationToken) ?? throw new NotFoundException("ontology migration", migrationId);
        try
        {
            return (migration, await DatasetAccess.FindVersionAsync(db, actor, migration.DatasetVersionId, permission, cancellationToken));
        }
        catch (NotFoundException)
        {
            // Not even that its dataset version exists is told.
            throw new NotFoundException("ontology migration", migrationId);
        }
    }

    public static async Task<UndoFindings> ReadAsync(PlatformDbContext db, OntologyMigration migration, CancellationToken cancellationToken)
    {
        var changes = db.OntologyMigrationChanges.Where(change => change.MigrationId == migration.Id);
        var restored = await changes.CountAsync(
            change => db.Annotations.Any(row => row.Id == change.AnnotationId && row.Revision == change.AppliedRevision && change.TargetClassId != null)
                || (change.TargetClassId == null && !db.Annotations.Any(row => row.Id == change.AnnotationId) && db.Assets.Any(asset => asset.Id == change.AssetId)),
            cancellationToken);
        var deleted = await (
            from change in changes
            join asset in db.Assets on change.AssetId equals asset.Id
            where change.TargetClassId != null && !db.Annotations.Any(row => row.Id == change.AnnotationId)
            orderby change.AnnotationId
            select new LaterEdit(change.AnnotationId, asset.Id, asset.FileName, LaterEditKind.Deleted, false)).ToListAsync(cancellationToken);
        var edited = await (
            from change in changes
            join row in db.Annotations on change.AnnotationId equals row.Id
            join asset in db.Assets on row.AssetId equals asset.Id
            where row.Revision != change.AppliedRevision
            orderby row.Id
            select new LaterShape(row.Id, asset.Id, asset.FileName, row.LabelClassId, row.GeometryType, row.TrackId, change.LabelClassId)).ToListAsync(cancellationToken);
        var added = await (
            from row in db.Annotations
            join asset in db.Assets on row.AssetId equals asset.Id
            join labelClass in db.LabelClasses on row.LabelClassId equals labelClass.Id
            where asset.DatasetVersionId == migration.DatasetVersionId && labelClass.OntologyVersionId == migration.ToOntologyVersionId && !changes.Any(change => change.AnnotationId == row.Id)
            orderby row.Id
            select new LaterShape(row.Id, asset.Id, asset.FileName, row.LabelClassId, row.GeometryType, row.TrackId, null)).ToListAsync(cancellationToken);

        var ways = await WaysBackAsync(db, migration, [.. edited, .. added], cancellationToken);
        LaterEdit ToEdit(LaterShape shape, LaterEditKind kind) => new(shape.Id, shape.AssetId, shape.FileName, kind, !ways.ContainsKey(shape.Id));
        var edits = edited.Select(shape => ToEdit(shape, LaterEditKind.Edited)).Concat(deleted).Concat(added.Select(shape => ToEdit(shape, LaterEditKind.Added))).ToList();
        var check = new MigrationUndoCheck(
            migration.Id, restored, edited.Count, deleted.Count, added.Count, edits.Count(edit => edit.IsStuck), [.. edits.OrderByDescending(edit => edit.IsStuck).Take(MaxEdits)]);
        return new UndoFindings(check, ways);
    }

    private static async Task<Dictionary<Guid, Guid>> WaysBackAsync(PlatformDbContext db, OntologyMigration migration, IReadOnlyList<LaterShape> shapes, CancellationToken cancellationToken)
    {
        if (shapes.Count == 0)
        {
            return [];
        }

        var from = await MigrationContents.ClassesAsync(db, migration.FromOntologyVersionId, cancellationToken);
        var to = (await MigrationContents.ClassesAsync(db, migration.ToOntologyVersionId, cancellationToken)).ToDictionary(row => row.Id);
        var tracks = (await db.OntologyMigrationChanges.Where(change => change.MigrationId == migration.Id && change.TrackId != null)
            .Select(change => new { change.AssetId, change.TrackId, change.LabelClassId }).Distinct().ToListAsync(cancellationToken))
            .GroupBy(row => (row.AssetId, row.TrackId)).ToDictionary(group => group.Key, group => group.First().LabelClassId);
        var sources = OntologyMigrationPlan.Parse(migration.Plan).Rules
            .SelectMany(rule => rule.Splits.Select(branch => branch.Then.Class).Append(rule.Otherwise.Class).Distinct().Select(target => (target, rule.Source)))
            .ToLookup(pair => pair.target, pair => pair.Source, StringComparer.OrdinalIgnoreCase);

        var ways = new Dictionary<Guid, Guid>();
        foreach (var shape in shapes)
        {
            // The other keyframes of its track lead; else what it was, then its key, then the one class that became the present one.
            var current = to.GetValueOrDefault(shape.ClassId)?.Key;
            var track = shape.TrackId is null ? (Guid?)null : tracks.TryGetValue((shape.AssetId, shape.TrackId), out var lead) ? lead : null;
            var candidates = track is not null
                ? from.Where(row => row.Id == track)
                : from.Where(row => row.Id == shape.PreviousClassId).Concat(from.Where(row => Same(row.Key, current))).Concat(Only(from, sources[current]));
            if (candidates.FirstOrDefault(row => row.ShapeType == shape.Type && !LosesPoints(row, to.GetValueOrDefault(shape.ClassId))) is { } back)
            {
                ways[shape.Id] = back.Id;
            }
        }

        return ways;
    }

    // A skeleton edited in its new form does not fit the old one.
    private static bool LosesPoints(LabelClass back, LabelClass? current) => back.ShapeType == ShapeType.Keypoints && (current is null || ShapeConversion.IsNeeded(current, back));

    private static IEnumerable<LabelClass> Only(IReadOnlyList<LabelClass> from, IEnumerable<string> keys) =>
        keys.Take(2).ToList() is [var only] ? from.Where(row => Same(row.Key, only)) : [];

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
