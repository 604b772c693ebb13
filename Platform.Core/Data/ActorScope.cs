using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Datasets.Model;
using Platform.Core.Deployments.Model;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Model;
using Platform.Core.Projects.Model;
using Platform.Core.Reviews.Model;
using Platform.Core.Shared;

namespace Platform.Core.Data;

/// <summary>
/// The one place where departments are kept apart: what lies outside the actor's department is "not found", so that ids cannot be
/// guessed; what lies inside but is not allowed to the role is "denied". Every command and query starts here.
/// </summary>
public static class ActorScope
{
    public static IQueryable<Project> VisibleProjects(this PlatformDbContext db, Actor actor)
    {
        var projects = actor.IsAdmin ? db.Projects : db.Projects.Where(project => project.DepartmentId == actor.DepartmentId);
        return actor.Grant?.ProjectId is { } only ? projects.Where(project => project.Id == only) : projects;
    }

    /// <summary>None for a token that knows one project: of the department it needs nothing.</summary>
    public static IQueryable<Department> VisibleDepartments(this PlatformDbContext db, Actor actor) =>
        actor.Grant?.ProjectId is not null ? db.Departments.Where(department => false)
        : actor.IsAdmin ? db.Departments
        : db.Departments.Where(department => department.Id == actor.DepartmentId);

    public static Task<Department> DepartmentForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from department in db.VisibleDepartments(actor)
            where department.Id == id
            select new Found<Department>(department, department.Id),
            "department", id, actor, permission, cancellationToken);

    public static Task<User> UserForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from user in db.Users
            join department in db.VisibleDepartments(actor) on user.DepartmentId equals department.Id
            where user.Id == id
            select new Found<User>(user, department.Id),
            "user", id, actor, permission, cancellationToken);

    public static Task<Project> ProjectForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from project in db.VisibleProjects(actor)
            where project.Id == id
            select new Found<Project>(project, project.DepartmentId),
            "project", id, actor, permission, cancellationToken);

    public static Task<LabelOntologyVersion> OntologyForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from ontology in db.OntologyVersions
            join project in db.VisibleProjects(actor) on ontology.ProjectId equals project.Id
            where ontology.Id == id
            select new Found<LabelOntologyVersion>(ontology, project.DepartmentId),
            "ontology version", id, actor, permission, cancellationToken);

    public static Task<Dataset> DatasetForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from dataset in db.Datasets
            join project in db.VisibleProjects(actor) on dataset.ProjectId equals project.Id
            where dataset.Id == id
            select new Found<Dataset>(dataset, project.DepartmentId),
            "dataset", id, actor, permission, cancellationToken);

    public static Task<DatasetVersion> DatasetVersionForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from version in db.DatasetVersions
            join dataset in db.Datasets on version.DatasetId equals dataset.Id
            join project in db.VisibleProjects(actor) on dataset.ProjectId equals project.Id
            where version.Id == id
            select new Found<DatasetVersion>(version, project.DepartmentId),
            "dataset version", id, actor, permission, cancellationToken);

    public static Task<Asset> AssetForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from asset in db.Assets
            join version in db.DatasetVersions on asset.DatasetVersionId equals version.Id
            join dataset in db.Datasets on version.DatasetId equals dataset.Id
            join project in db.VisibleProjects(actor) on dataset.ProjectId equals project.Id
            where asset.Id == id
            select new Found<Asset>(asset, project.DepartmentId),
            "asset", id, actor, permission, cancellationToken);

    public static Task<ReviewComment> CommentForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from comment in db.ReviewComments
            join asset in db.Assets on comment.AssetId equals asset.Id
            join version in db.DatasetVersions on asset.DatasetVersionId equals version.Id
            join dataset in db.Datasets on version.DatasetId equals dataset.Id
            join project in db.VisibleProjects(actor) on dataset.ProjectId equals project.Id
            where comment.Id == id
            select new Found<ReviewComment>(comment, project.DepartmentId),
            "comment", id, actor, permission, cancellationToken);

    public static Task<VisionModel> ModelForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from model in db.Models
            join project in db.VisibleProjects(actor) on model.ProjectId equals project.Id
            where model.Id == id
            select new Found<VisionModel>(model, project.DepartmentId),
            "model", id, actor, permission, cancellationToken);

    public static Task<ModelVersion> ModelVersionForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from version in db.ModelVersions
            join model in db.Models on version.ModelId equals model.Id
            join project in db.VisibleProjects(actor) on model.ProjectId equals project.Id
            where version.Id == id
            select new Found<ModelVersion>(version, project.DepartmentId),
            "model version", id, actor, permission, cancellationToken);

    public static Task<Evaluation> EvaluationForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from evaluation in db.Evaluations
            join version in db.ModelVersions on evaluation.ModelVersionId equals version.Id
            join model in db.Models on version.ModelId equals model.Id
            join project in db.VisibleProjects(actor) on model.ProjectId equals project.Id
            where evaluation.Id == id
            select new Found<Evaluation>(evaluation, project.DepartmentId),
            "evaluation", id, actor, permission, cancellationToken);

    public static Task<ModelArtifact> ArtifactForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from artifact in db.ModelArtifacts
            join version in db.ModelVersions on artifact.ModelVersionId equals version.Id
            join model in db.Models on version.ModelId equals model.Id
            join project in db.VisibleProjects(actor) on model.ProjectId equals project.Id
            where artifact.Id == id
            select new Found<ModelArtifact>(artifact, project.DepartmentId),
            "model artifact", id, actor, permission, cancellationToken);

    public static Task<ImportedWeights> ImportedWeightsForAsync(this PlatformDbContext db, Actor actor, Guid id, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from weights in db.ImportedWeights
            join project in db.VisibleProjects(actor) on weights.ProjectId equals project.Id
            where weights.Id == id
            select new Found<ImportedWeights>(weights, project.DepartmentId),
            "imported weights", id, actor, permission, cancellationToken);

    /// <param name="name">Deployments are known by their names.</param>
    public static Task<Deployment> DeploymentForAsync(this PlatformDbContext db, Actor actor, string name, Permission permission, CancellationToken cancellationToken) =>
        FindAsync(
            from deployment in db.Deployments
            join version in db.ModelVersions on deployment.ModelVersionId equals version.Id
            join model in db.Models on version.ModelId equals model.Id
            join project in db.VisibleProjects(actor) on model.ProjectId equals project.Id
            where deployment.Name == name
            select new Found<Deployment>(deployment, project.DepartmentId),
            "deployment", name, actor, permission, cancellationToken);

    private static async Task<T> FindAsync<T>(
        IQueryable<Found<T>> query, string kind, object id, Actor actor, Permission permission, CancellationToken cancellationToken)
    {
        var found = await query.SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException(kind, id);
        AccessPolicy.Demand(actor, permission, found.DepartmentId);
        return found.Entity;
    }

    private sealed record Found<T>(T Entity, Guid DepartmentId);
}
