using System.Collections.Concurrent;
using Platform.Core.Access;
using Platform.Core.Llm.Journal;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Sessions;

/// <summary>
/// Finds the session that a request belongs to: the one that the caller names, or the one of this person and project that was used last, until it has lain idle. One process gives all
/// numbers of a database's sessions.
/// </summary>
public sealed class SessionDirectory(LlmJournal journal, OpenSessionQueries queries, GatewayOptions options, TimeProvider time)
{
    // Far longer than a database is away while requests are still taken in.
    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(2);

    private readonly SessionMemory _memory = new();
    private readonly ConcurrentDictionary<SessionKey, Lazy<Task<OpenSession>>> _open = new();

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Enters a session; to be left by <see cref="Leave"/>.</summary>
    /// <param name="actor">Whose session.</param>
    /// <param name="projectId">Of which project, or none.</param>
    /// <param name="name">As the caller names it: any text, or the id of a session of theirs; null for the gateway's choice.</param>
    /// <param name="type">What for, where a session is opened.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NotFoundException">The name is the id of somebody else's session.</exception>
    public async Task<OpenSession> EnterAsync(Actor actor, Guid? projectId, string? name, LlmSessionType type, CancellationToken cancellationToken)
    {
        // A name means the same session whatever the type; without one each type has its own.
        var key = new SessionKey(actor.UserId, name is null ? projectId : null, name ?? "", name is null ? type : default);
        while (true)
        {
            // Lazy: of callers that come at the same moment one opens it.
            var session = await _open.GetOrAdd(key, _ => new Lazy<Task<OpenSession>>(() => OpenAsync(key, actor, projectId, name, type))).Value.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (session.TryEnter(Now))
            {
                return session;
            }

            Forget(key, session);
        }
    }

    public void Leave(OpenSession session, LlmOutcome outcome) => session.Leave(Now, outcome);

    /// <summary>Closes what has lain idle.</summary>
    public void CloseIdle()
    {
        Close(Now - options.SessionIdle);
        _memory.Forget(Now - s_remembered);
    }

    /// <summary>Sessions that were open when the process before this one ended go on, or are closed by their age.</summary>
    public async Task AdoptAsync(CancellationToken cancellationToken)
    {
        foreach (var left in await queries.LeftOpenAsync(Actor.Platform, cancellationToken).ConfigureAwait(false))
        {
            var key = new SessionKey(left.UserId, left.Name is null ? left.ProjectId : null, left.Name ?? "", left.Name is null ? left.Type : default);
            var session = _memory.Open(left, left.LastActivity, _ => { });
            if (!_open.TryAdd(key, new Lazy<Task<OpenSession>>(Task.FromResult(session))))
            {
                journal.Append(new SessionClosed(left.Id, LlmSessionStatus.Completed, Now), []);
            }
        }
    }

    private void Close(DateTime idleSince)
    {
        foreach (var (key, opening) in _open)
        {
            if (Of(opening) is not { } session)
            {
                continue;
            }

            if (session.TryClose(idleSince) is { } status)
            {
                journal.Append(new SessionClosed(session.Id, status, Now), []);
            }

            // Also under the other names that it was asked for by.
            if (session.IsClosed)
            {
                Forget(key, session);
            }
        }
    }

    private void Forget(SessionKey key, OpenSession session)
    {
        if (_open.TryGetValue(key, out var standing) && ReferenceEquals(Of(standing), session))
        {
            _open.TryRemove(new KeyValuePair<SessionKey, Lazy<Task<OpenSession>>>(key, standing));
        }
    }

    private static OpenSession? Of(Lazy<Task<OpenSession>> opening) => opening is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } opened } ? opened.GetAwaiter().GetResult() : null;

    private async Task<OpenSession> OpenAsync(SessionKey key, Actor actor, Guid? projectId, string? name, LlmSessionType type)
    {
        try
        {
            // Not ended by the first caller's leaving: others wait for the same session.
            var known = name is null ? null : _memory.Find(actor, name) ?? await queries.FindAsync(actor, name, CancellationToken.None).ConfigureAwait(false);
            return _memory.Open(
                known ?? new SessionState(Ids.New(time), actor.UserId, projectId, name, type, Now, 0, Now), Now,
                state => journal.Append(new SessionOpened(state.Id, state.UserId, state.ProjectId, state.Name, state.Type, state.StartTime), []));
        }
        catch
        {
            _open.TryRemove(key, out _);
            throw;
        }
    }

    private readonly record struct SessionKey(Guid UserId, Guid? ProjectId, string Name, LlmSessionType Type);
}
