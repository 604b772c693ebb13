using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Ends a token at once: one's own, or as manager or administrator that of a person one is responsible for.</summary>
public sealed class RevokeAccessTokenCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public async Task ExecuteAsync(Actor actor, Guid tokenId, CancellationToken cancellationToken)
    {
        ScopePolicy.DemandTokens(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from token in db.AccessTokens
            join user in db.Users on token.UserId equals user.Id
            where token.Id == tokenId
            select new { Token = token, Owner = user.Name, user.DepartmentId }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || (found.Token.UserId != actor.UserId && !AccessPolicy.Allows(actor, Permission.ManageDepartment, found.DepartmentId)))
        {
            throw new NotFoundException("access token", tokenId);
        }

        if (found.Token.RevokedAt is not null)
        {
            return;
        }

        found.Token.Revoke(time.GetUtcNow().UtcDateTime);
        db.Record(actor, AuditActions.TokenRevoked, new AuditSubject(AuditKinds.Token, tokenId, found.Token.Name, found.DepartmentId), ("owner", found.Owner));
        await db.SaveChangesAsync(cancellationToken);
    }
}
