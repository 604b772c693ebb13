using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Projects.Model;

namespace Platform.Core.Projects.Queries;

/// <summary>A project as its card shows it.</summary>
/// <param name="AssetCount">Different images and videos: a copy in another version counts once.</param>
public sealed record ProjectSummary(
    Guid Id,
    string Name,
    string? Description,
    Guid DepartmentId,
    string DepartmentName,
    Guid CreatedBy,
    string CreatedByName,
    Guid? DefaultOntologyVersionId,
    DateTime CreatedAt,
    int DatasetCount,
    int AssetCount,
    int AnnotationCount,
    int ModelCount,
    bool DemandsReview);

/// <summary>Reads projects.</summary>
public sealed class ProjectQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>The projects that the actor may see, newest first.</summary>
    public async Task<IReadOnlyList<ProjectSummary>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Summaries(db, db.VisibleProjects(actor).OrderByDescending(project => project.Id)).ToListAsync(cancellationToken);
    }

    public async Task<ProjectSummary> GetAsync(Actor actor, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, Permission.ViewProject, cancellationToken);
        return await Summaries(db, db.Projects.Where(project => project.Id == projectId)).SingleAsync(cancellationToken);
    }

    /// <summary>Which department each project belongs to.</summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> DepartmentsAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.VisibleProjects(actor).ToDictionaryAsync(project => project.Id, project => project.DepartmentId, cancellationToken);
    }

    /// <summary>Refuses before anything is read of a request that the actor may not make.</summary>
    public async Task DemandAsync(Actor actor, Guid projectId, Permission permission, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, projectId, permission, cancellationToken);
    }

    private static IQueryable<ProjectSummary> Summaries(PlatformDbContext db, IQueryable<Project> projects) =>
        from project in projects
        join department in db.Departments on project.DepartmentId equals department.Id
        join creator in db.Users on project.CreatedBy equals creator.Id
        select new ProjectSummary(
            project.Id,
            project.Name,
            project.Description,
            department.Id,
            department.Name,
            creator.Id,
            creator.Name,
            project.DefaultOntologyVersionId,
            project.CreatedAt,
            db.Datasets.Count(dataset => dataset.ProjectId == project.Id),
            (from dataset in db.Datasets
             join version in db.DatasetVersions on dataset.Id equals version.DatasetId
             join asset in db.Assets on version.Id equals asset.DatasetVersionId
             where dataset.ProjectId == project.Id
             select asset.Sha256).Distinct().Count(),
            (from dataset in db.Datasets
             join version in db.DatasetVersions on dataset.Id equals version.DatasetId
             join asset in db.Assets on version.Id equals asset.DatasetVersionId
             join annotation in db.Annotations on asset.Id equals annotation.AssetId
             where dataset.ProjectId == project.Id
             select annotation.Id).Count(),
            db.Models.Count(model => model.ProjectId == project.Id),
            project.DemandsReview);
}
