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
    /// <param name="actor">Whoever does it.</param>
    /// <param name="userId">The person.</param>
    /// <param name="active">Whether they may come in.</param>
    /// <param name="cancellationToken">Cancels before anything is changed.</param>
    /// <param name="successorId">Who manages the department from now on, where the person who is shut out does.</param>
    /// <param name="departmentId">Where the person is looked for; null for wherever they are.</param>
    public async Task ExecuteAsync(Actor actor, Guid userId, bool active, CancellationToken cancellationToken, Guid? successorId = null, Guid? departmentId = null)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InTransactionAsync(
            async () =>
            {
                var user = await db.UserForAsync(actor, userId, Permission.ManageDepartment, cancellationToken);
                if (departmentId is { } asked && asked != user.DepartmentId)
                {
                    throw new NotFoundException("user", userId);
                }

                RoleRule.RequireGrantable(actor, user.Role);
                if (active)
                {
                    user.Activate();
                }
                else
                {
                    await RoleRule.RequireAnotherAdministratorAsync(db, user, cancellationToken);
                    await Succession.ReleaseAsync(db, actor, user, successorId, cancellationToken);
                    user.Deactivate();
                    await db.BrowserSessions.Where(session => session.UserId == userId).ExecuteDeleteAsync(cancellationToken);
                    await db.PersonalLinks.Where(link => link.UserId == userId).ExecuteDeleteAsync(cancellationToken);
                }

                if (db.Entry(user).State == EntityState.Modified)
                {
                    db.Record(actor, active ? AuditActions.UserActivated : AuditActions.UserDeactivated, AuditSubjects.Of(user));
                }

                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }
}
