using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>Opens and ends browser sessions, and puts on record who came in, who tried to, and who left; called by the sign-in itself, for the user it has just proved.</summary>
public sealed class RecordSignInCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time, SessionLimits? limits = null)
{
    private readonly SessionLimits _limits = limits ?? SessionLimits.Default;

    /// <param name="actor">Who has come in. A session that this browser had before is replaced.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <param name="way">What they proved it by.</param>
    /// <returns>The new session's id, for the cookie.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, CancellationToken cancellationToken, SignInWay way = SignInWay.Provider)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var (idleSince, openedBefore) = (now - _limits.Idle, now - _limits.Absolute);
        return await db.InTransactionAsync(
            async () =>
            {
                // What has ended by itself goes here: nobody else looks at it.
                await db.BrowserSessions.Where(row => row.Id == actor.SessionId || row.LastSeenAt <= idleSince || row.CreatedAt <= openedBefore).ExecuteDeleteAsync(cancellationToken);
                var user = await db.Users.SingleAsync(row => row.Id == actor.UserId, cancellationToken);
                user.SignedIn(now);
                var session = new BrowserSession(Ids.New(time), user.Id, way, actor.Origin, now);
                db.Add(session);
                db.Record(actor, AuditActions.SignedIn, SubjectOf(actor), ("way", EnumText<SignInWay>.ToText(way)));
                await db.SaveChangesAsync(cancellationToken);
                return session.Id;
            },
            cancellationToken);
    }

    /// <param name="userId">Whom the attempt was for, where that is known.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="reason">A code: <c>link_used</c>, <c>inactive</c>, <c>firebase_token</c>.</param>
    /// <param name="cancellationToken">Cancels before the record is stored.</param>
    public async Task FailedAsync(Guid? userId, RequestOrigin origin, string reason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.SingleOrDefaultAsync(row => row.Id == userId, cancellationToken);
        var subject = user is null ? new AuditSubject(AuditKinds.SignIn, null, "", null) : AuditSubjects.Of(user);
        db.Record(null, origin, AuditActions.SignInFailed, subject, ("reason", reason));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Signs the actor out: their session is gone, and every copy of its cookie with it.</summary>
    public async Task EndedAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InTransactionAsync(
            async () =>
            {
                await db.BrowserSessions.Where(row => row.Id == actor.SessionId).ExecuteDeleteAsync(cancellationToken);
                db.Record(actor, AuditActions.SignedOut, SubjectOf(actor));
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }

    private static AuditSubject SubjectOf(Actor actor) => new(AuditKinds.User, actor.UserId, actor.Name, actor.DepartmentId);
}
