using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;

namespace Platform.Core.People.Commands;

/// <summary>
/// Gives a program a short-lived bearer token for somebody who has just proved who they are: only a registered, active person becomes an actor, by whichever proof, so
/// nobody else gets here.
/// </summary>
public sealed class ExchangeTokenCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const string Name = "exchanged";

    public async Task<IssuedToken> ExecuteAsync(Actor actor, TokenLimits limits, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ended = time.GetUtcNow().UtcDateTime - Lifetime;
        await db.AccessTokens.Where(token => token.UserId == actor.UserId && token.Kind == TokenKind.Exchanged && token.ExpiresAt < ended).ExecuteDeleteAsync(cancellationToken);
        var issued = await NewTokens.AddAsync(db, actor, Name, TokenKind.Exchanged, limits, Lifetime, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return issued;
    }
}
