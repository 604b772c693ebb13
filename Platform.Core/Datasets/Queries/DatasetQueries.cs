using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Datasets.Queries;

/// <summary>A dataset in a list, with its newest version.</summary>
public sealed record DatasetSummary(Guid Id, string Name, string? Description, DateTime CreatedAt, int VersionCount, Guid? LatestVersionId, string? LatestVersionTag, int AssetCount);

/// <summary>A version in a list.</summary>
public sealed record VersionSummary(
    Guid Id, Guid DatasetId, string VersionTag, Guid OntologyVersionId, bool IsFrozen, string? ContentSha256, Guid? ParentVersionId, DateTime CreatedAt, int AssetCount, int AnnotationCount);

/// <summary>A version with its project and its numbers.</summary>
public sealed record VersionDetails(VersionSummary Version, Guid ProjectId, string DatasetName, string OntologyVersionTag, IReadOnlyList<SplitCount> Splits, IReadOnlyList<ClassCount> Classes);

/// <summary>Assets and shapes of one split.</summary>
public sealed record SplitCount(Guid SplitId, SplitKind Split, double Ratio, int Assets, int AnnotatedAssets, int Annotations);

/// <summary>Accepted shapes of one class by split.</summary>
public sealed record ClassCount(Guid ClassId, string Key, string DisplayName, string Color, ShapeType? ShapeType, IReadOnlyDictionary<SplitKind, int> Counts)
{
    public int Total => Counts.Values.Sum();
}

/// <summary>Datasets and versions with their counts.</summary>
public sealed class DatasetQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<IReadOnlyList<DatasetSummary>> ListAsync(Actor actor, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.ViewProject, cancellationToken);
        var datasets = await db.Datasets.AsNoTracking().Where(row => row.ProjectId == projectId).OrderBy(row => row.Name).ToListAsync(cancellationToken);
        var versions = await (
            from version in db.DatasetVersions
            join dataset in db.Datasets on version.DatasetId equals dataset.Id
            where dataset.ProjectId == projectId
            select new { version.Id, version.DatasetId, version.VersionTag, Assets = db.Assets.Count(asset => asset.DatasetVersionId == version.Id) }).ToListAsync(cancellationToken);
        return [.. datasets.Select(dataset =>
        {
            var own = versions.Where(version => version.DatasetId == dataset.Id).OrderBy(version => version.Id).ToList();
            var latest = own.LastOrDefault();
            return new DatasetSummary(dataset.Id, dataset.Name, dataset.Description, dataset.CreatedAt, own.Count, latest?.Id, latest?.VersionTag, latest?.Assets ?? 0);
        })];
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<VersionSummary>> ListVersionsAsync(Actor actor, Guid datasetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.DatasetForAsync(actor, datasetId, Permission.ViewProject, cancellationToken);
        return await Summaries(db, db.DatasetVersions.Where(version => version.DatasetId == datasetId)).ToListAsync(cancellationToken);
    }

    /// <summary>The id of a version by its name, such as <c>Blood cells/Smears/v2</c>, or without the tag of the dataset's newest; a name with a slash in it needs the id.</summary>
    public async Task<Guid> FindVersionAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(name, out var id))
        {
            return id;
        }

        var parts = name.Split('/');
        var found = parts.Length is 2 or 3 ? await FindNamedAsync(actor, parts[0], parts[1], parts.ElementAtOrDefault(2), cancellationToken) : [];
        return found is [var only] ? only : throw new DomainRuleException(
            "dataset.name_unknown",
            $"'{name}' names {(found.Count == 0 ? "no version" : "several versions")}. Write it as PROJECT/DATASET/TAG, PROJECT/DATASET for its newest version, or give the version's id.",
            name);
    }

    /// <summary>One of each dataset of that name: projects of several departments may be called the same.</summary>
    private async Task<IReadOnlyList<Guid>> FindNamedAsync(Actor actor, string project, string dataset, string? tag, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var versions = await (
            from visible in db.VisibleProjects(actor)
            join owned in db.Datasets on visible.Id equals owned.ProjectId
            join version in db.DatasetVersions on owned.Id equals version.DatasetId
            where visible.Name == project && owned.Name == dataset && (tag == null || version.VersionTag == tag)
            orderby version.Id descending
            select new { version.Id, version.DatasetId }).ToListAsync(cancellationToken);
        return [.. versions.DistinctBy(version => version.DatasetId).Select(version => version.Id)];
    }

    /// <summary>The version, if the actor may do this to it.</summary>
    public async Task<VersionSummary> DemandAsync(Actor actor, Guid versionId, Permission permission, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatasetAccess.FindVersionAsync(db, actor, versionId, permission, cancellationToken);
        return await Summaries(db, db.DatasetVersions.Where(version => version.Id == versionId)).SingleAsync(cancellationToken);
    }

    public async Task<VersionDetails> GetVersionAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var summary = await Summaries(db, db.DatasetVersions.Where(version => version.Id == versionId)).SingleAsync(cancellationToken);
        var ontologyTag = await db.OntologyVersions.Where(row => row.Id == scope.Version.OntologyVersionId).Select(row => row.VersionTag).SingleAsync(cancellationToken);
        var splits = await db.DatasetSplits.Where(split => split.DatasetVersionId == versionId)
            .Select(split => new SplitCount(
                split.Id,
                split.Split,
                split.Ratio,
                db.Assets.Count(asset => asset.DatasetSplitId == split.Id),
                db.Assets.Count(asset => asset.DatasetSplitId == split.Id && db.Annotations.Any(annotation => annotation.AssetId == asset.Id)),
                db.Annotations.Count(annotation => db.Assets.Any(asset => asset.Id == annotation.AssetId && asset.DatasetSplitId == split.Id))))
            .ToListAsync(cancellationToken);
        return new VersionDetails(
            summary, scope.Dataset.ProjectId, scope.Dataset.Name, ontologyTag, [.. splits.OrderBy(split => split.Split)], await ClassCountsAsync(db, scope.Version, cancellationToken));
    }

    private static IQueryable<VersionSummary> Summaries(PlatformDbContext db, IQueryable<DatasetVersion> versions) => versions
        .OrderByDescending(version => version.Id)
        .Select(version => new VersionSummary(
            version.Id,
            version.DatasetId,
            version.VersionTag,
            version.OntologyVersionId,
            version.IsFrozen,
            version.ContentSha256,
            version.ParentVersionId,
            version.CreatedAt,
            db.Assets.Count(asset => asset.DatasetVersionId == version.Id),
            db.Annotations.Count(annotation => db.Assets.Any(asset => asset.Id == annotation.AssetId && asset.DatasetVersionId == version.Id))));

    private static async Task<IReadOnlyList<ClassCount>> ClassCountsAsync(PlatformDbContext db, DatasetVersion version, CancellationToken cancellationToken)
    {
        var counts = await (
            from annotation in db.Annotations
            join asset in db.Assets on annotation.AssetId equals asset.Id
            join split in db.DatasetSplits on asset.DatasetSplitId equals split.Id
            where asset.DatasetVersionId == version.Id && annotation.ReviewState == ReviewState.Accepted
            group annotation by new { annotation.LabelClassId, split.Split } into shapes
            select new { shapes.Key.LabelClassId, shapes.Key.Split, Count = shapes.Count() }).ToListAsync(cancellationToken);
        var classes = await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == version.OntologyVersionId).OrderBy(row => row.SortOrder).ToListAsync(cancellationToken);
        return [.. classes.Select(row => new ClassCount(
            row.Id, row.Key, row.DisplayName, row.Color, row.ShapeType,
            counts.Where(count => count.LabelClassId == row.Id).ToDictionary(count => count.Split, count => count.Count)))];
    }
}
