using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>What registering somebody takes, whether or not they get a link with it.</summary>
internal static class Registration
{
    /// <summary>Adds the person and the record of it to what the context saves next.</summary>
    public static async Task<User> AddAsync(PlatformDbContext db, TimeProvider time, Actor actor, Guid departmentId, NewPerson person, CancellationToken cancellationToken)
    {
        await db.DepartmentForAsync(actor, departmentId, Permission.ManageDepartment, cancellationToken);
        RoleRule.RequireGrantable(actor, person.Role);
        var user = person.ToUser(Ids.New(time), departmentId, time.GetUtcNow().UtcDateTime);
        await EmailRule.RequireFreeAsync(db, user.Email, cancellationToken);
        db.Add(user);
        db.Record(actor, AuditActions.UserRegistered, AuditSubjects.Of(user), ("role", EnumText<UserRole>.ToText(user.Role)));
        return user;
    }
}
