using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Issues a personal bearer token of the API to the actor.</summary>
public sealed class IssueAccessTokenCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <param name="actor">Whose token it is: a token can do what its user can, less what its limits leave out.</param>
    /// <param name="name">What it is for, as the user will see it in the list.</param>
    /// <param name="lifetime">Null for a token without end.</param>
    /// <param name="cancellationToken">Cancels before the token is stored.</param>
    /// <param name="limits">Null for none.</param>
    public async Task<IssuedToken> ExecuteAsync(Actor actor, string name, TimeSpan? lifetime, CancellationToken cancellationToken, TokenLimits? limits = null)
    {
        if (lifetime <= TimeSpan.Zero)
        {
            throw new DomainRuleException("token.lifetime", "The token would be expired at once. Choose a date in the future.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var issued = await NewTokens.AddAsync(db, actor, RequiredText.Of(name, "token name", AccessToken.NameLength), TokenKind.Personal, limits ?? new TokenLimits(), lifetime, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return issued;
    }
}
