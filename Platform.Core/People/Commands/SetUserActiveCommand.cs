using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Shuts a person out or lets them in again, by a new sign-in; nobody is deleted, because their work names them.</summary>
public sealed class SetUserActiveCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid userId, bool active, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var user = await db.UserForAsync(actor, userId, Permission.ManageDepartment, cancellationToken);
        RoleRule.RequireGrantable(actor, user.Role);
        if (active)
        {
            user.Activate();
        }
        else
        {
            await RoleRule.RequireAnotherAdministratorAsync(db, user, cancellationToken);
            if (await db.Departments.AnyAsync(department => department.ManagerUserId == userId, cancellationToken))
            {
                throw new DomainRuleException("department.manager_inactive", "The manager of a department must be active. Hand the department over first.");
            }

            user.Deactivate();
            await db.BrowserSessions.Where(session => session.UserId == userId).ExecuteDeleteAsync(cancellationToken);
            await db.PersonalLinks.Where(link => link.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        }

        if (db.Entry(user).State == EntityState.Modified)
        {
            db.Record(actor, active ? AuditActions.UserActivated : AuditActions.UserDeactivated, AuditSubjects.Of(user));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
