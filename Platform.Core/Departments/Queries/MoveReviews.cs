using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Projects.Model;
using Platform.Core.Shared;

namespace Platform.Core.Departments.Queries;

/// <summary>What moves change, read with the context of whoever asks: the review before, and the command itself. For administrators, since two departments are touched.</summary>
internal static class MoveReviews
{
    public static async Task<(User User, UserMoveReview Review)> OfUserAsync(PlatformDbContext db, Actor actor, Guid userId, Guid toDepartmentId, DateTime now, CancellationToken cancellationToken)
    {
        var user = await db.UserForAsync(actor, userId, Permission.ManagePlatform, cancellationToken);
        var (from, to) = await EndsAsync(db, actor, user.DepartmentId, toDepartmentId, cancellationToken);
        var seesAll = user.Role == UserRole.Admin;
        var manages = from.ManagerUserId == userId;
        var left = db.Projects.Where(project => project.DepartmentId == from.Id);
        var tokens = db.AccessTokens.Where(token => token.UserId == userId && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now));
        return (user, ReviewSeal.Of(new UserMoveReview(
            userId, user.Name, Name(from), Name(to), seesAll,
            seesAll ? [] : await ProjectsAsync(left, cancellationToken),
            seesAll ? [] : await ProjectsAsync(db.Projects.Where(project => project.DepartmentId == to.Id), cancellationToken),
            manages,
            manages ? await PeopleAsync(db.Users.Where(other => other.DepartmentId == from.Id && other.IsActive && other.Id != userId), cancellationToken) : [],
            seesAll ? 0 : await AssignedAsync(db, left, [userId], cancellationToken),
            await tokens.CountAsync(token => token.ProjectId == null, cancellationToken),
            seesAll ? 0 : await tokens.CountAsync(token => left.Any(project => project.Id == token.ProjectId), cancellationToken),
            [], "")));
    }

    public static async Task<(Project Project, ProjectMoveReview Review)> OfProjectAsync(PlatformDbContext db, Actor actor, Guid projectId, Guid toDepartmentId, DateTime now, CancellationToken cancellationToken)
    {
        var project = await db.ProjectForAsync(actor, projectId, Permission.ManagePlatform, cancellationToken);
        var (from, to) = await EndsAsync(db, actor, project.DepartmentId, toDepartmentId, cancellationToken);
        var losers = db.Users.Where(user => user.DepartmentId == from.Id && user.IsActive && user.Role != UserRole.Admin);
        var loserIds = await losers.Select(user => user.Id).ToListAsync(cancellationToken);
        var held = (await UsageSql.StoredByProjectAsync(db, from.Id, cancellationToken)).Where(row => row.Id == projectId).Sum(row => row.Bytes);
        return (project, ReviewSeal.Of(new ProjectMoveReview(
            projectId, project.Name, Name(from), Name(to),
            await PeopleAsync(losers, cancellationToken),
            await PeopleAsync(db.Users.Where(user => user.DepartmentId == to.Id && user.IsActive && user.Role != UserRole.Admin), cancellationToken),
            held, await UsageSql.StoredAsync(db, to.Id, cancellationToken) + held, to.StorageQuotaBytes, to.TrainingQuotaHours,
            await AssignedAsync(db, db.Projects.Where(row => row.Id == projectId), loserIds, cancellationToken),
            await db.AccessTokens.CountAsync(
                token => token.ProjectId == projectId && loserIds.Contains(token.UserId) && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now), cancellationToken),
            await (from deployment in db.Deployments
                   join version in db.ModelVersions on deployment.ModelVersionId equals version.Id
                   join model in db.Models on version.ModelId equals model.Id
                   where model.ProjectId == projectId && deployment.IsActive
                   select deployment.Id).CountAsync(cancellationToken),
            await db.Projects.AnyAsync(other => other.DepartmentId == to.Id && other.Name == project.Name, cancellationToken),
            [], "")));
    }

    private static async Task<(Department From, Department To)> EndsAsync(PlatformDbContext db, Actor actor, Guid fromId, Guid toId, CancellationToken cancellationToken)
    {
        var to = await db.DepartmentForAsync(actor, toId, Permission.ManagePlatform, cancellationToken);
        var from = await db.DepartmentForAsync(actor, fromId, Permission.ManagePlatform, cancellationToken);
        return fromId != toId ? (from, to) : throw new DomainRuleException("department.same", $"It is in the department '{to.Name}' already. Choose another one.", to.Name);
    }

    private static Named Name(Department department) => new(department.Id, department.Name);

    private static async Task<IReadOnlyList<Named>> ProjectsAsync(IQueryable<Project> projects, CancellationToken cancellationToken) =>
        await projects.OrderBy(project => project.Name).ThenBy(project => project.Id).Select(project => new Named(project.Id, project.Name)).ToListAsync(cancellationToken);

    private static async Task<IReadOnlyList<Person>> PeopleAsync(IQueryable<User> people, CancellationToken cancellationToken) =>
        await people.OrderBy(user => user.Name).ThenBy(user => user.Id).Select(user => new Person(user.Id, user.Name)).ToListAsync(cancellationToken);

    private static Task<int> AssignedAsync(PlatformDbContext db, IQueryable<Project> projects, IReadOnlyCollection<Guid> assignees, CancellationToken cancellationToken) => (
        from asset in db.Assets
        join version in db.DatasetVersions on asset.DatasetVersionId equals version.Id
        join dataset in db.Datasets on version.DatasetId equals dataset.Id
        where !version.IsFrozen && asset.AssigneeId != null && assignees.Contains(asset.AssigneeId.Value) && projects.Any(project => project.Id == dataset.ProjectId)
        select asset.Id).CountAsync(cancellationToken);
}
