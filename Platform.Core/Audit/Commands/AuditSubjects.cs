using Microsoft.EntityFrameworkCore;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Model;
using Platform.Core.Projects.Model;

namespace Platform.Core.Audit.Commands;

/// <summary>Names the things that commands have in hand as people know them: "Cells / Images v3".</summary>
internal static class AuditSubjects
{
    public static AuditSubject Of(User user) => new(AuditKinds.User, user.Id, user.Name, user.DepartmentId);

    public static AuditSubject Of(Department department) => new(AuditKinds.Department, department.Id, department.Name, department.Id);

    public static AuditSubject Of(Project project) => new(AuditKinds.Project, project.Id, project.Name, project.DepartmentId);

    public static AuditSubject Of(VersionScope scope) => new(AuditKinds.DatasetVersion, scope.Version.Id, $"{scope.Dataset.Name} {scope.Version.VersionTag}", scope.DepartmentId);

    public static async Task<AuditSubject> OfAsync(PlatformDbContext db, LabelOntologyVersion version, CancellationToken cancellationToken)
    {
        var project = await db.Projects.AsNoTracking().SingleAsync(row => row.Id == version.ProjectId, cancellationToken);
        return new AuditSubject(AuditKinds.OntologyVersion, version.Id, $"{project.Name} / {version.VersionTag}", project.DepartmentId);
    }

    public static Task<AuditSubject> OfModelVersionAsync(PlatformDbContext db, Guid versionId, CancellationToken cancellationToken) =>
        OfModelVersionAsync(db, AuditKinds.ModelVersion, versionId, null, versionId, cancellationToken);

    /// <summary>What belongs to a model version: a file, or a deployment of it.</summary>
    /// <param name="kind">One of <see cref="AuditKinds"/>.</param>
    /// <param name="id">Its own id.</param>
    /// <param name="name">Its own name; null for the version's.</param>
    /// <param name="versionId">The model version.</param>
    public static async Task<AuditSubject> OfModelVersionAsync(PlatformDbContext db, string kind, Guid id, string? name, Guid versionId, CancellationToken cancellationToken)
    {
        var found = await (
            from version in db.ModelVersions
            join model in db.Models on version.ModelId equals model.Id
            join project in db.Projects on model.ProjectId equals project.Id
            where version.Id == versionId
            select new { Project = project.Name, Model = model.Name, project.DepartmentId }).SingleAsync(cancellationToken);
        return new AuditSubject(kind, id, name ?? $"{found.Project} / {found.Model}", found.DepartmentId);
    }
}
