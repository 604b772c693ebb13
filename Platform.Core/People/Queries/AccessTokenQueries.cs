using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Data;

namespace Platform.Core.People.Queries;

/// <summary>A token as its owner sees it.</summary>
public sealed record AccessTokenSummary(Guid Id, string Name, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? RevokedAt);

/// <summary>Reads bearer tokens and whom they stand for.</summary>
public sealed class AccessTokenQueries(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public async Task<IReadOnlyList<AccessTokenSummary>> ListOwnAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.AccessTokens.Where(token => token.UserId == actor.UserId).OrderByDescending(token => token.Id)
            .Select(token => new AccessTokenSummary(token.Id, token.Name, token.CreatedAt, token.ExpiresAt, token.RevokedAt)).ToListAsync(cancellationToken);
    }

    /// <returns>Null for a token that is unknown, expired or revoked, or whose user is not active.</returns>
    public async Task<Actor?> ResolveAsync(string tokenText, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(tokenText);
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Once a request, so in one look.
        var owners = from token in db.AccessTokens
                     join user in db.Users on token.UserId equals user.Id
                     where token.TokenSha256 == hash && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now)
                     select user;
        return await ActorResolver.ActorsOf(db, owners).SingleOrDefaultAsync(cancellationToken);
    }
}
