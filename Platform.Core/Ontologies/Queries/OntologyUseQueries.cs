using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Queries;

/// <summary>A dataset version that uses an ontology version.</summary>
public sealed record DatasetVersionUse(Guid DatasetVersionId, string DatasetName, string VersionTag, bool IsFrozen);

/// <summary>A model version that knows the classes of an ontology version.</summary>
/// <param name="Number">1 for the model's first version.</param>
public sealed record ModelVersionUse(Guid ModelId, Guid ModelVersionId, string ModelName, int Number);

/// <summary>The shapes of a class in one dataset version.</summary>
public sealed record ClassUsePlace(Guid DatasetVersionId, string DatasetName, string VersionTag, bool IsFrozen, int Annotations);

/// <summary>Where a class is used.</summary>
/// <param name="Undoable">Shapes that were of this class before a migration that can still be undone: they would come back to it.</param>
/// <param name="Trashed">Shapes of deleted images that can still be restored.</param>
public sealed record ClassUse(Guid ClassId, string Key, IReadOnlyList<ClassUsePlace> Places, int Undoable, int Trashed = 0)
{
    public int Annotations => Places.Sum(place => place.Annotations);

    public bool IsUsed => Annotations > 0 || Undoable > 0 || Trashed > 0;
}

/// <summary>Everything that hangs on an ontology version.</summary>
public sealed record OntologyUse(IReadOnlyList<DatasetVersionUse> DatasetVersions, IReadOnlyList<ModelVersionUse> Models, IReadOnlyList<ClassUse> Classes);

/// <summary>A class cannot be changed so because it is used; <see cref="Use"/> lists where.</summary>
public sealed class ClassInUseException(string code, string message, ClassUse use, params object[] arguments) : DomainRuleException(code, message, arguments)
{
    public ClassUse Use { get; } = use;

    public override object Details => Use;
}

/// <summary>Says where ontology versions and their classes are used.</summary>
public sealed class OntologyUseQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<OntologyUse> GetAsync(Actor actor, Guid ontologyVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.OntologyForAsync(actor, ontologyVersionId, Permission.ViewProject, cancellationToken);
        var versions = await (
            from version in db.DatasetVersions
            join dataset in db.Datasets on version.DatasetId equals dataset.Id
            where version.OntologyVersionId == ontologyVersionId
            orderby dataset.Name, version.Id
            select new DatasetVersionUse(version.Id, dataset.Name, version.VersionTag, version.IsFrozen)).ToListAsync(cancellationToken);
        var models = await (
            from version in db.ModelVersions
            join model in db.Models on version.ModelId equals model.Id
            where version.OntologyVersionId == ontologyVersionId
            orderby model.Name, version.Id
            select new ModelVersionUse(model.Id, version.Id, model.Name, db.ModelVersions.Count(other => other.ModelId == model.Id && other.CreatedAt < version.CreatedAt) + 1)).ToListAsync(cancellationToken);
        return new OntologyUse(versions, models, await ClassUseReader.ReadAsync(db, ontologyVersionId, cancellationToken));
    }
}

/// <summary>Counts the shapes of an ontology version's classes by dataset version.</summary>
internal static class ClassUseReader
{
    public static async Task<IReadOnlyList<ClassUse>> ReadAsync(PlatformDbContext db, Guid ontologyVersionId, CancellationToken cancellationToken)
    {
        var classes = await db.LabelClasses.Where(row => row.OntologyVersionId == ontologyVersionId).OrderBy(row => row.SortOrder).Select(row => new { row.Id, row.Key }).ToListAsync(cancellationToken);
        var counts = await (
            from annotation in db.Annotations
            join labelClass in db.LabelClasses on annotation.LabelClassId equals labelClass.Id
            join asset in db.Assets on annotation.AssetId equals asset.Id
            where labelClass.OntologyVersionId == ontologyVersionId
            group annotation by new { annotation.LabelClassId, asset.DatasetVersionId } into shapes
            select new { shapes.Key.LabelClassId, shapes.Key.DatasetVersionId, Count = shapes.Count() }).ToListAsync(cancellationToken);
        var versionIds = counts.Select(count => count.DatasetVersionId).Distinct().ToList();
        var versions = await (
            from version in db.DatasetVersions
            join dataset in db.Datasets on version.DatasetId equals dataset.Id
            where versionIds.Contains(version.Id)
            select new DatasetVersionUse(version.Id, dataset.Name, version.VersionTag, version.IsFrozen)).ToDictionaryAsync(version => version.DatasetVersionId, cancellationToken);
        var undoable = await (
            from change in db.OntologyMigrationChanges
            join migration in db.OntologyMigrations on change.MigrationId equals migration.Id
            join version in db.DatasetVersions on migration.DatasetVersionId equals version.Id
            where migration.FromOntologyVersionId == ontologyVersionId && migration.UndoneAt == null && !version.IsFrozen
            group change by change.LabelClassId into shapes
            select new { shapes.Key, Count = shapes.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellationToken);
        var trashed = await (
            from annotation in db.TrashedAnnotations
            join labelClass in db.LabelClasses on annotation.LabelClassId equals labelClass.Id
            where labelClass.OntologyVersionId == ontologyVersionId
            group annotation by annotation.LabelClassId into shapes
            select new { shapes.Key, Count = shapes.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellationToken);
        return [.. classes.Select(row => new ClassUse(
            row.Id, row.Key,
            [.. counts.Where(count => count.LabelClassId == row.Id).Select(count => Place(versions[count.DatasetVersionId], count.Count)).OrderBy(place => place.DatasetName, StringComparer.Ordinal).ThenBy(place => place.DatasetVersionId)],
            undoable.GetValueOrDefault(row.Id),
            trashed.GetValueOrDefault(row.Id)))];
    }

    private static ClassUsePlace Place(DatasetVersionUse version, int count) => new(version.DatasetVersionId, version.DatasetName, version.VersionTag, version.IsFrozen, count);
}
