using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Gives a person another role.</summary>
public sealed class ChangeUserRoleCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid userId, UserRole role, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var user = await db.UserForAsync(actor, userId, Permission.ManageDepartment, cancellationToken);
        if (user.Role != role)
        {
            RoleRule.RequireGrantable(actor, role);
            RoleRule.RequireGrantable(actor, user.Role);
            await RoleRule.RequireAnotherAdministratorAsync(db, user, cancellationToken);
            db.Record(actor, AuditActions.UserRoleChanged, AuditSubjects.Of(user), ("from", EnumText<UserRole>.ToText(user.Role)), ("to", EnumText<UserRole>.ToText(role)));
            user.ChangeRole(role);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }
}
