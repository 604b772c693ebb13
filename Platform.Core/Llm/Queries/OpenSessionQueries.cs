using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Queries;

/// <summary>A session and where its numbers stand.</summary>
public sealed record SessionState(Guid Id, Guid UserId, Guid? ProjectId, string? Name, LlmSessionType Type, DateTime StartTime, int LastSequence, DateTime LastActivity);

/// <summary>Reads sessions for the gateway, which goes on with them.</summary>
public sealed class OpenSessionQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>A person's session by the name they gave it, or by its id.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="NotFoundException">The id is that of somebody else's session.</exception>
    public async Task<SessionState?> FindAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (Guid.TryParse(name, out var id) && await States(db, db.LlmSessions.Where(session => session.Id == id)).SingleOrDefaultAsync(cancellationToken) is { } named)
        {
            return named.UserId == actor.UserId && (actor.Grant?.ProjectId is not { } project || named.ProjectId == project) ? named : throw new NotFoundException("session", id);
        }

        return await States(db, db.LlmSessions.Where(session => session.UserId == actor.UserId && session.Name == name)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Refuses a project that the person does not see.</summary>
    /// <exception cref="NotFoundException">There is none, or it is not theirs.</exception>
    public async Task RequireProjectAsync(Actor actor, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Without the permission to look at it: a token for language models sees nothing else of a project.
        if (!await db.VisibleProjects(actor).AnyAsync(project => project.Id == projectId, cancellationToken))
        {
            throw new NotFoundException("project", projectId);
        }
    }

    /// <summary>All that are in progress.</summary>
    public async Task<IReadOnlyList<SessionState>> LeftOpenAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await States(db, db.LlmSessions.Where(session => session.Status == LlmSessionStatus.InProgress).OrderByDescending(session => session.StartTime)).ToListAsync(cancellationToken);
    }

    private static IQueryable<SessionState> States(PlatformDbContext db, IQueryable<LlmSession> sessions) =>
        from session in sessions
        let last = db.LlmSessionLogs.Where(log => log.SessionId == session.Id).OrderByDescending(log => log.LogSequence).FirstOrDefault()
        select new SessionState(session.Id, session.UserId, session.ProjectId, session.Name, session.SessionType, session.StartTime, last == null ? 0 : last.LogSequence, last == null ? session.StartTime : last.RequestTime);
}
