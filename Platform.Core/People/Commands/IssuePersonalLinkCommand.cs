using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>
/// Makes a link for a person to choose a password and come in: an invitation where they never did, else a reset. It voids the one before. A link makes its holder that person,
/// so only those may who could have given that person's role.
/// </summary>
public sealed class IssuePersonalLinkCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<IssuedLink> ExecuteAsync(Actor actor, Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.UserForAsync(actor, userId, Permission.ManageDepartment, cancellationToken);
        RoleRule.RequireGrantable(actor, user.Role);
        if (user.Id == actor.UserId)
        {
            throw new DomainRuleException("link.own", "Links are for others. Change your own password on the page of your account.");
        }

        if (!user.IsActive)
        {
            throw new DomainRuleException("user.inactive", $"{user.Name} is not active. Activate the person first.", user.Name);
        }

        var isNew = user.LastLogin is null && !await db.UserPasswords.AnyAsync(row => row.UserId == userId, cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                await db.PersonalLinks.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
                var link = NewLinks.Add(db, actor, user, isNew ? PersonalLinkKind.Invitation : PersonalLinkKind.PasswordReset);
                await db.SaveChangesAsync(cancellationToken);
                return link;
            },
            cancellationToken);
    }
}
