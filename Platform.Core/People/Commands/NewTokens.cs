using System.Buffers.Text;
using System.Security.Cryptography;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>What a token may be used for, as asked for; null scopes mean all.</summary>
public sealed record TokenLimits(IReadOnlyCollection<TokenScope>? Scopes = null, Guid? ProjectId = null);

/// <summary>A new token; its text is shown once and stored nowhere.</summary>
public sealed record IssuedToken(Guid Id, string Text, DateTime? ExpiresAt, IReadOnlyList<TokenScope> Scopes, Guid? ProjectId);

/// <summary>How the commands that hand out tokens make one: never more than the actor's own, where the actor came with a token.</summary>
internal static class NewTokens
{
    private const string Prefix = "plt_";
    private const int SecretBytes = 32;

    /// <summary>Adds the token and its record to what the context saves next.</summary>
    public static async Task<IssuedToken> AddAsync(
        PlatformDbContext db, Actor actor, string name, TokenKind kind, TokenLimits limits, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        ScopePolicy.DemandTokens(actor);
        var scopes = (limits.Scopes ?? actor.Grant?.Scopes ?? ScopePolicy.All).Distinct().Order().ToList();
        var projectId = limits.ProjectId ?? actor.Grant?.ProjectId;
        if (scopes.Count == 0)
        {
            throw new DomainRuleException("token.no_scope", "The token could be used for nothing. Choose at least one scope.");
        }

        if (actor.Grant is { } grant && scopes.Except(grant.Scopes).Any())
        {
            throw new DomainRuleException("token.wider", "A token makes no token that may do more than itself. Choose among its own scopes, or sign in.");
        }

        var project = projectId is { } id ? await db.ProjectForAsync(actor, id, Permission.ViewProject, cancellationToken) : null;
        var now = db.Clock.GetUtcNow().UtcDateTime;
        var expiresAt = Earlier(now + lifetime, actor.Grant?.ExpiresAt);
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var token = new AccessToken(Ids.New(db.Clock), actor.UserId, name, TokenHash.Of(text), kind, scopes, projectId, now, expiresAt);
        db.Add(token);
        db.Record(
            actor, AuditActions.TokenIssued, new AuditSubject(AuditKinds.Token, token.Id, name, actor.DepartmentId), ("scopes", token.Scopes), ("project", project?.Name), ("expires", expiresAt?.ToString("u")));
        return new IssuedToken(token.Id, text, expiresAt, scopes, projectId);
    }

    private static DateTime? Earlier(DateTime? one, DateTime? other) => one is null || other < one ? other ?? one : one;
}
