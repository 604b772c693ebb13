using Platform.Core.Access;
using Platform.Core.Llm.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Sessions;

/// <summary>
/// Sessions that this process has opened. The database follows behind the journal, by milliseconds or, while it is away, by more: what a session is called and where its numbers stand is
/// known here first. However a session is asked for, by name or by id, it is one object. Safe for any number of threads.
/// </summary>
internal sealed class SessionMemory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (SessionState State, OpenSession Session)> _byId = [];
    private readonly Dictionary<(Guid UserId, string Name), Guid> _byName = [];

    /// <returns>Null for one that was not opened here.</returns>
    /// <exception cref="NotFoundException">The name is the id of somebody else's session.</exception>
    public SessionState? Find(Actor actor, string name)
    {
        lock (_gate)
        {
            if (Guid.TryParse(name, out var id) && _byId.TryGetValue(id, out var asked))
            {
                return asked.State.UserId == actor.UserId && (actor.Grant?.ProjectId is not { } project || asked.State.ProjectId == project) ? asked.State : throw new NotFoundException("session", id);
            }

            return _byName.TryGetValue((actor.UserId, name), out var named) ? _byId[named].State : null;
        }
    }

    /// <summary>The session as it is open, or opened again behind its last number.</summary>
    /// <param name="state">As it was found.</param>
    /// <param name="now">UTC.</param>
    /// <param name="opened">Writes down that it is open; not called where it is.</param>
    public OpenSession Open(SessionState state, DateTime now, Action<SessionState> opened)
    {
        lock (_gate)
        {
            var last = state.LastSequence;
            if (_byId.TryGetValue(state.Id, out var known))
            {
                if (!known.Session.IsClosed)
                {
                    return known.Session;
                }

                last = Math.Max(last, known.Session.LastSequence);
            }

            opened(state);
            var session = new OpenSession(state.Id, last, now);
            _byId[state.Id] = (state, session);
            if (state.Name is { } name)
            {
                _byName[(state.UserId, name)] = state.Id;
            }

            return session;
        }
    }

    /// <summary>Leaves to the database what was closed and not used since.</summary>
    public void Forget(DateTime since)
    {
        lock (_gate)
        {
            foreach (var (id, (state, session)) in _byId.Where(entry => entry.Value.Session.IsClosed && entry.Value.Session.LastActivity < since).ToList())
            {
                _byId.Remove(id);
                if (state.Name is { } name)
                {
                    _byName.Remove((state.UserId, name));
                }
            }
        }
    }
}
