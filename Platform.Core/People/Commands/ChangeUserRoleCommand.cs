using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;

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
            user.ChangeRole(role);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }
}
