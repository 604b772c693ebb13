using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;

namespace Platform.Core.People.Commands;

/// <summary>Takes back the open link of a person; nothing happens where there is none.</summary>
public sealed class RevokePersonalLinkCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.UserForAsync(actor, userId, Permission.ManageDepartment, cancellationToken);
        RoleRule.RequireGrantable(actor, user.Role);
        await db.InTransactionAsync(
            async () =>
            {
                if (await db.PersonalLinks.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken) > 0)
                {
                    db.Record(actor, AuditActions.SignInLinkRevoked, AuditSubjects.Of(user));
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken);
    }
}
