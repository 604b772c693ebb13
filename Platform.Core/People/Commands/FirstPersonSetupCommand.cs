using System.Data;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Makes the first person administrator and manager of a first department, on a platform that has nobody yet.</summary>
public sealed class FirstPersonSetupCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <returns>The new user's id.</returns>
    public async Task<Guid> ExecuteAsync(string name, string email, string departmentName, CancellationToken cancellationToken, RequestOrigin? origin = null)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Serializable: of two who try at once, one must see the other.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        if (await db.Users.AnyAsync(cancellationToken))
        {
            throw new DomainRuleException("setup.done", "This platform is set up already. Ask an administrator to register you.");
        }

        var (departmentId, userId) = await DepartmentBirth.WriteAsync(db, time, departmentName, new NewPerson(name, email, UserRole.Admin), cancellationToken);
        var first = new Actor(userId, name.Trim(), UserRole.Admin, departmentId, ManagesDepartment: true) { Origin = origin ?? RequestOrigin.Unknown };
        db.Record(first, AuditActions.PlatformSetUp, new AuditSubject(AuditKinds.Department, departmentId, departmentName.Trim(), departmentId));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return userId;
    }
}
