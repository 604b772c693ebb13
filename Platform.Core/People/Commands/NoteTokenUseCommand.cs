using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;

namespace Platform.Core.People.Commands;

/// <summary>Notes when a token was last used, at most once a minute, and puts its first use of a day on record; called for the token that was just proved.</summary>
public sealed class NoteTokenUseCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan s_grain = TimeSpan.FromMinutes(1);

    public async Task ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (actor.Grant is not { } grant || now - grant.LastUsedAt < s_grain)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InTransactionAsync(
            async () =>
            {
                // Of requests that come at once, one changes the row and so is the first of its day.
                var token = db.AccessTokens.Where(row => row.Id == grant.TokenId);
                var isFirst = await token.Where(row => row.LastUsedAt == null || row.LastUsedAt < now.Date).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancellationToken) > 0;
                if (!isFirst)
                {
                    await token.Where(row => row.LastUsedAt < now).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancellationToken);
                    return;
                }

                var name = await token.Select(row => row.Name).SingleAsync(cancellationToken);
                db.Record(actor, AuditActions.TokenUsed, new AuditSubject(AuditKinds.Token, grant.TokenId, name, actor.DepartmentId));
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }
}
