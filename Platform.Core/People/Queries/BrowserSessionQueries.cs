using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;

namespace Platform.Core.People.Queries;

/// <summary>Whom a session stands for, and when they were last seen in it.</summary>
public sealed record SessionActor(Actor Actor, DateTime LastSeenAt);

/// <summary>A browser session as its owner sees it.</summary>
/// <param name="LastSeenAt">To the minute.</param>
/// <param name="IsThis">Whether it is the one that asks.</param>
public sealed record BrowserSessionSummary(Guid Id, SignInWay Way, DateTime CreatedAt, DateTime LastSeenAt, string? IpAddress, string? UserAgent, bool IsThis);

/// <summary>The actor's own account.</summary>
/// <param name="PasswordChangedAt">Null without a password.</param>
/// <param name="NeedsPresent">Whether the present password must be given to change it.</param>
public sealed record OwnAccount(string Name, string Email, UserRole Role, string DepartmentName, DateTime? PasswordChangedAt, bool NeedsPresent);

/// <summary>Reads browser sessions and whom they stand for. A session that has ended by time is as good as gone.</summary>
public sealed class BrowserSessionQueries(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time, SessionLimits? limits = null)
{
    private readonly SessionLimits _limits = limits ?? SessionLimits.Default;

    /// <returns>Null for a session that is unknown or has ended, or whose user is not active.</returns>
    public async Task<SessionActor?> ResolveAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Once a request and once an operation of a page, so in one look.
        return await (
            from session in Standing(db)
            join user in db.Users on session.UserId equals user.Id
            where session.Id == sessionId && user.IsActive
            select new SessionActor(
                new Actor(user.Id, user.Name, user.Role, user.DepartmentId, db.Departments.Any(department => department.ManagerUserId == user.Id)) { SessionId = session.Id }, session.LastSeenAt))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Those of the sessions that would still be let in.</summary>
    public async Task<IReadOnlySet<Guid>> StandingAsync(IReadOnlyCollection<Guid> sessionIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Standing(db).Where(session => sessionIds.Contains(session.Id)).Select(session => session.Id).ToHashSetAsync(cancellationToken);
    }

    /// <summary>The actor's own, this one first, then the one last seen.</summary>
    public async Task<IReadOnlyList<BrowserSessionSummary>> ListOwnAsync(Actor actor, CancellationToken cancellationToken)
    {
        ScopePolicy.DemandTokens(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from session in Standing(db)
            where session.UserId == actor.UserId
            orderby session.Id == actor.SessionId descending, session.LastSeenAt descending, session.Id descending
            select new BrowserSessionSummary(session.Id, session.Way, session.CreatedAt, session.LastSeenAt, session.IpAddress, session.UserAgent, session.Id == actor.SessionId)).ToListAsync(cancellationToken);
    }

    public async Task<OwnAccount> AccountAsync(Actor actor, CancellationToken cancellationToken)
    {
        ScopePolicy.DemandTokens(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var needsPresent = await OwnPassword.IsNeededAsync(db, actor, cancellationToken);
        return await (
            from user in db.Users
            join department in db.Departments on user.DepartmentId equals department.Id
            where user.Id == actor.UserId
            select new OwnAccount(
                user.Name, user.Email, user.Role, department.Name, db.UserPasswords.Where(row => row.UserId == user.Id).Select(row => (DateTime?)row.ChangedAt).FirstOrDefault(), needsPresent))
            .SingleAsync(cancellationToken);
    }

    private IQueryable<BrowserSession> Standing(PlatformDbContext db)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (idleSince, openedBefore) = (now - _limits.Idle, now - _limits.Absolute);
        return db.BrowserSessions.Where(session => session.LastSeenAt > idleSince && session.CreatedAt > openedBefore);
    }
}
