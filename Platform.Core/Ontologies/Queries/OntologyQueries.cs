using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Ontologies.Queries;

/// <summary>An ontology version as lists show it.</summary>
public sealed record OntologyVersionSummary(
    Guid Id, Guid ProjectId, string VersionTag, bool IsFrozen, bool IsDefault, int ClassCount, int DatasetVersionCount, int ModelVersionCount, DateTime CreatedAt, Guid? CopiedFromId,
    string? CopiedFromTag);

/// <summary>A class with its use.</summary>
public sealed record LabelClassView(
    Guid Id, int SortOrder, string Key, string DisplayName, ShapeType? ShapeType, string Color, string? KeypointSpec, string? Attributes, DateTime CreatedAt, int AnnotationCount);

/// <summary>An ontology version with its classes in order.</summary>
public sealed record OntologyVersionDetails(OntologyVersionSummary Summary, IReadOnlyList<LabelClassView> Classes);

/// <summary>Reads ontology versions.</summary>
public sealed class OntologyQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>The versions of a project, newest first.</summary>
    public async Task<IReadOnlyList<OntologyVersionSummary>> ListAsync(Actor actor, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.ViewProject, cancellationToken);
        return await Summaries(db, db.OntologyVersions.Where(version => version.ProjectId == projectId).OrderByDescending(version => version.Id)).ToListAsync(cancellationToken);
    }

    public async Task<OntologyVersionDetails> GetAsync(Actor actor, Guid ontologyVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.OntologyForAsync(actor, ontologyVersionId, Permission.ViewProject, cancellationToken);
        var summary = await Summaries(db, db.OntologyVersions.Where(version => version.Id == ontologyVersionId)).SingleAsync(cancellationToken);
        var classes = await db.LabelClasses.Where(labelClass => labelClass.OntologyVersionId == ontologyVersionId).OrderBy(labelClass => labelClass.SortOrder)
            .Select(labelClass => new LabelClassView(
                labelClass.Id,
                labelClass.SortOrder,
                labelClass.Key,
                labelClass.DisplayName,
                labelClass.ShapeType,
                labelClass.Color,
                labelClass.KeypointSpec,
                labelClass.Attributes,
                labelClass.CreatedAt,
                db.Annotations.Count(annotation => annotation.LabelClassId == labelClass.Id))).ToListAsync(cancellationToken);
        return new OntologyVersionDetails(summary, classes);
    }

    private static IQueryable<OntologyVersionSummary> Summaries(PlatformDbContext db, IQueryable<LabelOntologyVersion> versions) =>
        versions.Select(version => new OntologyVersionSummary(
            version.Id,
            version.ProjectId,
            version.VersionTag,
            version.IsFrozen,
            db.Projects.Any(project => project.DefaultOntologyVersionId == version.Id),
            db.LabelClasses.Count(labelClass => labelClass.OntologyVersionId == version.Id),
            db.DatasetVersions.Count(dataset => dataset.OntologyVersionId == version.Id),
            db.ModelVersions.Count(model => model.OntologyVersionId == version.Id),
            version.CreatedAt,
            version.CopiedFromId,
            db.OntologyVersions.Where(source => source.Id == version.CopiedFromId).Select(source => source.VersionTag).FirstOrDefault()));
}
