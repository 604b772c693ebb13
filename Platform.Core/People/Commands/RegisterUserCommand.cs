using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Registers a person as a member of a department; only registered people get in.</summary>
public sealed class RegisterUserCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <returns>The new user's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid departmentId, NewPerson person, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.DepartmentForAsync(actor, departmentId, Permission.ManageDepartment, cancellationToken);
        RoleRule.RequireGrantable(actor, person.Role);
        var user = person.ToUser(Ids.New(time), departmentId, time.GetUtcNow().UtcDateTime);
        await EmailRule.RequireFreeAsync(db, user.Email, cancellationToken);
        db.Add(user);
        db.Record(actor, AuditActions.UserRegistered, AuditSubjects.Of(user), ("role", EnumText<UserRole>.ToText(user.Role)));
        await db.SaveChangesAsync(cancellationToken);
        return user.Id;
    }
}
