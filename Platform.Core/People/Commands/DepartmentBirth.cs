using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Writes a department and its first manager inside the caller's transaction: each needs the other, the database checks at commit.</summary>
internal static class DepartmentBirth
{
    public static async Task<(Guid DepartmentId, Guid ManagerId)> WriteAsync(
        PlatformDbContext db, TimeProvider time, string departmentName, NewPerson manager, CancellationToken cancellationToken)
    {
        var name = RequiredText.Of(departmentName, "department name", Department.NameLength);
        var department = new Department(Ids.New(time), name, Ids.New(time));
        var user = manager.ToUser(department.ManagerUserId, department.Id, time.GetUtcNow().UtcDateTime);
        if (await db.Departments.AnyAsync(other => other.Name == name, cancellationToken))
        {
            throw new DomainRuleException("department.name_taken", $"There is a department named '{name}' already. Choose another name.", name);
        }

        await EmailRule.RequireFreeAsync(db, user.Email, cancellationToken);

        // Two saves: EF cannot order two new rows that need each other.
        db.Add(user);
        await db.SaveChangesAsync(cancellationToken);
        db.Add(department);
        await db.SaveChangesAsync(cancellationToken);
        return (department.Id, user.Id);
    }
}
