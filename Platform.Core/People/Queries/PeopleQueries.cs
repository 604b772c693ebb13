using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;

namespace Platform.Core.People.Queries;

/// <summary>A department as lists show it.</summary>
public sealed record DepartmentSummary(Guid Id, string Name, Guid ManagerUserId, string ManagerName, int MemberCount, int ProjectCount);

/// <summary>A person as lists show them.</summary>
public sealed record Member(Guid Id, string Name, string Email, UserRole Role, bool IsActive, bool ManagesDepartment, DateTime? LastLogin, DateTime CreatedAt, string? FirebaseUid);

/// <summary>Reads departments and their people.</summary>
public sealed class PeopleQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>The actor's own department; every department for an administrator.</summary>
    public async Task<IReadOnlyList<DepartmentSummary>> DepartmentsAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from department in db.VisibleDepartments(actor)
            join manager in db.Users on department.ManagerUserId equals manager.Id
            orderby department.Name
            select new DepartmentSummary(
                department.Id,
                department.Name,
                manager.Id,
                manager.Name,
                db.Users.Count(user => user.DepartmentId == department.Id),
                db.Projects.Count(project => project.DepartmentId == department.Id))).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Member>> MembersAsync(Actor actor, Guid departmentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.DepartmentForAsync(actor, departmentId, Permission.ViewProject, cancellationToken);
        return await (
            from user in db.Users
            where user.DepartmentId == departmentId
            orderby user.Name
            select new Member(
                user.Id,
                user.Name,
                user.Email,
                user.Role,
                user.IsActive,
                db.Departments.Any(department => department.ManagerUserId == user.Id),
                user.LastLogin,
                user.CreatedAt,
                user.FirebaseUid)).ToListAsync(cancellationToken);
    }

    /// <summary>Whether anybody is registered: without anybody the first visitor with a sign-in link sets the platform up.</summary>
    public async Task<bool> AnybodyAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.AnyAsync(cancellationToken);
    }

    /// <summary>The longest registered active administrator, whom the console's sign-in link lets in.</summary>
    public async Task<Guid?> FirstAdministratorAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.Where(user => user.IsActive && user.Role == UserRole.Admin).OrderBy(user => user.CreatedAt).ThenBy(user => user.Id)
            .Select(user => (Guid?)user.Id).FirstOrDefaultAsync(cancellationToken);
    }
}
