using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Ends browser sessions of the actor's own: the next request there is refused, and what is open there is broken off.</summary>
public sealed class EndSessionsCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid sessionId, CancellationToken cancellationToken)
    {
        if (await EndAsync(actor, own => own.Where(session => session.Id == sessionId), cancellationToken) == 0)
        {
            throw new NotFoundException("session", sessionId);
        }
    }

    /// <summary>All but the one that the actor sits in.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> OthersAsync(Actor actor, CancellationToken cancellationToken) => EndAsync(actor, own => own.Where(session => session.Id != actor.SessionId), cancellationToken);

    private async Task<int> EndAsync(Actor actor, Func<IQueryable<BrowserSession>, IQueryable<BrowserSession>> which, CancellationToken cancellationToken)
    {
        ScopePolicy.DemandTokens(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                var count = await which(db.BrowserSessions.Where(session => session.UserId == actor.UserId)).ExecuteDeleteAsync(cancellationToken);
                if (count > 0)
                {
                    db.Record(actor, AuditActions.SessionsEnded, new AuditSubject(AuditKinds.User, actor.UserId, actor.Name, actor.DepartmentId), ("count", count));
                    await db.SaveChangesAsync(cancellationToken);
                }

                return count;
            },
            cancellationToken);
    }
}
