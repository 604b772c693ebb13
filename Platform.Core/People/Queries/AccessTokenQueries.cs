using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;

namespace Platform.Core.People.Queries;

/// <summary>A token as its owner sees it.</summary>
/// <param name="LastUsedAt">To the minute.</param>
public sealed record AccessTokenSummary(
    Guid Id, string Name, TokenKind Kind, IReadOnlyList<TokenScope> Scopes, Guid? ProjectId, string? ProjectName, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? LastUsedAt, DateTime? RevokedAt);

/// <summary>Reads bearer tokens and whom they stand for.</summary>
public sealed class AccessTokenQueries(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <summary>The actor's own, the newest first; of the short-lived ones those that still stand.</summary>
    public async Task<IReadOnlyList<AccessTokenSummary>> ListOwnAsync(Actor actor, CancellationToken cancellationToken)
    {
        ScopePolicy.DemandTokens(actor);
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from token in db.AccessTokens
            where token.UserId == actor.UserId && (token.Kind == TokenKind.Personal || (token.RevokedAt == null && token.ExpiresAt > now))
            orderby token.Id descending
            select new { Token = token, Project = db.Projects.Where(project => project.Id == token.ProjectId).Select(project => project.Name).FirstOrDefault() })
            .AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new AccessTokenSummary(
                row.Token.Id, row.Token.Name, row.Token.Kind, ScopePolicy.Parse(row.Token.Scopes), row.Token.ProjectId, row.Project, row.Token.CreatedAt, row.Token.ExpiresAt, row.Token.LastUsedAt, row.Token.RevokedAt)),
        ];
    }

    /// <returns>The user with what the token leaves of their permissions; null for a token that is unknown, expired or revoked, or whose user is not active.</returns>
    public async Task<Actor?> ResolveAsync(string tokenText, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(tokenText);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Once a request, so in one look.
        var found = await (
            from token in Standing(db)
            join user in db.Users on token.UserId equals user.Id
            where token.TokenSha256 == hash && user.IsActive
            select new { Token = token, Actor = new Actor(user.Id, user.Name, user.Role, user.DepartmentId, db.Departments.Any(department => department.ManagerUserId == user.Id)) })
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : found.Actor with
        {
            Grant = new TokenGrant(found.Token.Id, ScopePolicy.Parse(found.Token.Scopes), found.Token.ProjectId, found.Token.ExpiresAt, found.Token.LastUsedAt),
        };
    }

    /// <summary>Those of the tokens that would still be let in.</summary>
    public async Task<IReadOnlySet<Guid>> StandingAsync(IReadOnlyCollection<Guid> tokenIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Standing(db).Where(token => tokenIds.Contains(token.Id)).Select(token => token.Id).ToHashSetAsync(cancellationToken);
    }

    private IQueryable<AccessToken> Standing(PlatformDbContext db)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return db.AccessTokens.Where(token => token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now));
    }
}
