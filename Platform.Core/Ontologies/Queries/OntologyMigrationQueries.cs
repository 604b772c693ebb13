using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Migration;

namespace Platform.Core.Ontologies.Queries;

/// <summary>A migration in a list.</summary>
/// <param name="CanUndo">The newest one that stands, of a draft.</param>
/// <param name="Plan">JSON of the plan that was followed.</param>
public sealed record OntologyMigrationView(
    Guid Id, Guid DatasetVersionId, Guid FromOntologyVersionId, string FromTag, Guid ToOntologyVersionId, string ToTag, int Annotations, int Dropped, string AppliedBy, DateTime AppliedAt,
    string? UndoneBy, DateTime? UndoneAt, bool CanUndo, string Plan);

/// <summary>Plans, previews and records of migrations to other ontology versions.</summary>
public sealed class OntologyMigrationQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>A plan read off keys and names.</summary>
    public async Task<OntologyMigrationPlan> SuggestAsync(Actor actor, Guid datasetVersionId, Guid toOntologyVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await MigrationContents.FindAsync(db, actor, datasetVersionId, toOntologyVersionId, Permission.ViewProject, cancellationToken);
        return MigrationSuggestion.Of(scope.FromClasses, scope.ToClasses);
    }

    /// <summary>The dry run: what the plan would do, found by the code that does it, and nothing written.</summary>
    public async Task<MigrationPreview> PreviewAsync(Actor actor, Guid datasetVersionId, Guid toOntologyVersionId, OntologyMigrationPlan plan, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await MigrationContents.FindAsync(db, actor, datasetVersionId, toOntologyVersionId, Permission.EditOntology, cancellationToken);
        return await MigrationContents.DecideAsync(db, scope, new MigrationRules(plan, scope.FromClasses, scope.ToClasses), null, cancellationToken);
    }

    /// <summary>How many shapes each class of the draft's ontology has in it, by key.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(Actor actor, Guid datasetVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, datasetVersionId, Permission.ViewProject, cancellationToken);
        return await (
            from annotation in db.Annotations
            join asset in db.Assets on annotation.AssetId equals asset.Id
            join labelClass in db.LabelClasses on annotation.LabelClassId equals labelClass.Id
            where asset.DatasetVersionId == datasetVersionId
            group annotation by labelClass.Key into shapes
            select new { shapes.Key, Count = shapes.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellationToken);
    }

    /// <summary>The migrations of a dataset version, newest first.</summary>
    public async Task<IReadOnlyList<OntologyMigrationView>> ListAsync(Actor actor, Guid datasetVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, datasetVersionId, Permission.ViewProject, cancellationToken);
        var rows = await (
            from migration in db.OntologyMigrations
            join older in db.OntologyVersions on migration.FromOntologyVersionId equals older.Id
            join newer in db.OntologyVersions on migration.ToOntologyVersionId equals newer.Id
            join person in db.Users on migration.AppliedBy equals person.Id
            where migration.DatasetVersionId == datasetVersionId
            orderby migration.Id descending
            select new { Migration = migration, From = older.VersionTag, To = newer.VersionTag, Person = person.Name, UndoneBy = db.Users.Where(user => user.Id == migration.UndoneBy).Select(user => user.Name).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        var newest = rows.FirstOrDefault(row => row.Migration.UndoneAt is null)?.Migration.Id;
        return [.. rows.Select(row => new OntologyMigrationView(
            row.Migration.Id, datasetVersionId, row.Migration.FromOntologyVersionId, row.From, row.Migration.ToOntologyVersionId, row.To, row.Migration.Annotations, row.Migration.Dropped,
            row.Person, row.Migration.CreatedAt, row.UndoneBy, row.Migration.UndoneAt, row.Migration.Id == newest && !scope.Version.IsFrozen, row.Migration.Plan))];
    }

    /// <summary>What an undo would restore, and what was changed since.</summary>
    public async Task<MigrationUndoCheck> CheckUndoAsync(Actor actor, Guid migrationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (migration, _) = await MigrationUndo.FindAsync(db, actor, migrationId, Permission.ViewProject, cancellationToken);
        return (await MigrationUndo.ReadAsync(db, migration, cancellationToken)).Check;
    }
}
