using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Uses a link up: its person gets the password that they chose, a lock ends, and so does every session from before.</summary>
public sealed class RedeemPersonalLinkCommand(IDbContextFactory<PlatformDbContext> contexts, IPasswordHashes hashes, TimeProvider time)
{
    /// <returns>The user, to be signed in. A password that is refused leaves the link as it was.</returns>
    public async Task<Guid> ExecuteAsync(string? token, string? password, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var (sha256, now) = (TokenHash.Of(token ?? ""), time.GetUtcNow().UtcDateTime);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = db.PersonalLinks.Where(link => link.TokenSha256 == sha256 && link.ExpiresAt > now);
        var found = await (from link in open join user in db.Users on link.UserId equals user.Id where user.IsActive select new { User = user, link.Kind }).SingleOrDefaultAsync(cancellationToken) ?? throw Used();
        var normalized = PasswordRule.Normalized(password);
        PasswordRule.Require(normalized, found.User);
        var hash = hashes.HashOf(normalized);
        await db.InTransactionAsync(
            async () =>
            {
                // Of two who open it at once, one finds it gone.
                if (await open.ExecuteDeleteAsync(cancellationToken) == 0)
                {
                    throw Used();
                }

                await OwnPassword.WriteAsync(db, found.User.Id, hash, keptSession: null, cancellationToken);
                var self = new Actor(found.User.Id, found.User.Name, found.User.Role, found.User.DepartmentId, ManagesDepartment: false) { Origin = origin };
                db.Record(self, AuditActions.PasswordSet, AuditSubjects.Of(found.User), ("link", EnumText<PersonalLinkKind>.ToText(found.Kind)));
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
        return found.User.Id;
    }

    private static DomainRuleException Used() => new("link.used", "This link was used, taken back or replaced, or has expired. Ask whoever gave it to you for a new one.");
}
