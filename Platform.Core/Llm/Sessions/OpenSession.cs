using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Sessions;

/// <summary>A session that takes requests. Safe for any number of threads: numbers are given and written down under one lock, so that they have no gaps.</summary>
public sealed class OpenSession(Guid id, int lastSequence, DateTime lastActivity)
{
    private readonly Lock _gate = new();
    private int _sequence = lastSequence;
    private int _underWay;
    private LlmOutcome _lastOutcome = LlmOutcome.Completed;

    public Guid Id { get; } = id;

    public DateTime LastActivity { get; private set; } = lastActivity;

    public bool IsClosed { get; private set; }

    public int LastSequence
    {
        get
        {
            lock (_gate)
            {
                return _sequence;
            }
        }
    }

    /// <summary>Keeps the session from being closed until <see cref="Leave"/>.</summary>
    /// <returns>False when it was closed meanwhile.</returns>
    internal bool TryEnter(DateTime now)
    {
        lock (_gate)
        {
            if (IsClosed)
            {
                return false;
            }

            _underWay++;
            LastActivity = now;
            return true;
        }
    }

    internal void Leave(DateTime now, LlmOutcome outcome)
    {
        lock (_gate)
        {
            _underWay--;
            (LastActivity, _lastOutcome) = (now, outcome);
        }
    }

    /// <summary>Writes down the next request; when that fails, its number is given to the next one.</summary>
    /// <param name="write">Is given the number, and returns when the record is safe.</param>
    public int Begin(Action<int> write)
    {
        lock (_gate)
        {
            write(_sequence + 1);
            return ++_sequence;
        }
    }

    /// <returns>How it ended, or null where it was not closed: it is in use, was used since, or is closed already.</returns>
    internal LlmSessionStatus? TryClose(DateTime idleSince)
    {
        lock (_gate)
        {
            if (IsClosed || _underWay > 0 || LastActivity > idleSince)
            {
                return null;
            }

            IsClosed = true;
            return _lastOutcome is LlmOutcome.Error or LlmOutcome.Truncated or LlmOutcome.Timeout ? LlmSessionStatus.Error : LlmSessionStatus.Completed;
        }
    }
}
