using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>A new token; its text is shown once and stored nowhere.</summary>
public sealed record IssuedToken(Guid Id, string Text, DateTime? ExpiresAt);

/// <summary>Issues a bearer token of the API to the actor.</summary>
public sealed class IssueAccessTokenCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    private const string Prefix = "plt_";
    private const int SecretBytes = 32;

    /// <param name="actor">Whose token it is: a token can do what its user can.</param>
    /// <param name="name">What it is for, as the user will see it in the list.</param>
    /// <param name="lifetime">Null for a token without end.</param>
    /// <param name="cancellationToken">Cancels before the token is stored.</param>
    public async Task<IssuedToken> ExecuteAsync(Actor actor, string name, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        if (lifetime <= TimeSpan.Zero)
        {
            throw new DomainRuleException("token.lifetime", "The token would be expired at once. Choose a date in the future.");
        }

        var now = time.GetUtcNow().UtcDateTime;
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var token = new AccessToken(Ids.New(time), actor.UserId, RequiredText.Of(name, "token name", AccessToken.NameLength), TokenHash.Of(text), now, now + lifetime);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Add(token);
        db.Record(actor, AuditActions.TokenIssued, new AuditSubject(AuditKinds.Token, token.Id, token.Name, actor.DepartmentId));
        await db.SaveChangesAsync(cancellationToken);
        return new IssuedToken(token.Id, text, token.ExpiresAt);
    }
}
