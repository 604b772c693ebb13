using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Allows a sign-in link for a person, and puts on record who handed it out. A link signs in as its person, so only those may who could have given that person's role.</summary>
public sealed class RecordSignInLinkCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.UserForAsync(actor, userId, Permission.ManageDepartment, cancellationToken);
        RoleRule.RequireGrantable(actor, user.Role);
        if (!user.IsActive)
        {
            throw new DomainRuleException("user.inactive", $"{user.Name} is not active. Activate the person first.", user.Name);
        }

        db.Record(actor, AuditActions.SignInLinkIssued, AuditSubjects.Of(user));
        await db.SaveChangesAsync(cancellationToken);
    }
}
