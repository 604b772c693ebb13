namespace Platform.Core.SmartTools;

/// <summary>
/// Keeps the most recently used values up to a number of bytes. Callers that ask for the same missing value wait for one making; a failed
/// making is forgotten. Evicted values are left to the garbage collector, since somebody may still be using them.
/// </summary>
internal sealed class BoundedCache<TKey, TValue>(long maxBytes, Func<TValue, long> bytesOf)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    /// <summary>Bytes of the values that are kept; those still being made count nothing yet.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <param name="make">Runs on the thread pool and goes on for the others when the caller who started it gives up.</param>
    public Task<TValue> GetAsync(TKey key, Func<Task<TValue>> make, CancellationToken cancellationToken)
    {
        Task<TValue> value;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                value = known.Value.Value;
            }
            else
            {
                var entry = new LinkedListNode<Entry>(new Entry(key));
                value = entry.Value.Value = Task.Run(() => MakeAsync(entry, make), CancellationToken.None);
                _entries.Add(key, entry);
                _byUse.AddFirst(entry);
            }
        }

        return value.WaitAsync(cancellationToken);
    }

    private async Task<TValue> MakeAsync(LinkedListNode<Entry> entry, Func<Task<TValue>> make)
    {
        try
        {
            var value = await make().ConfigureAwait(false);
            lock (_gate)
            {
                entry.Value.Bytes = bytesOf(value);
                _bytes += entry.Value.Bytes;
                Shrink();
            }

            return value;
        }
        catch
        {
            lock (_gate)
            {
                Remove(entry);
            }

            throw;
        }
    }

    private void Shrink()
    {
        for (var entry = _byUse.Last; entry is not null && _bytes > maxBytes;)
        {
            var next = entry.Previous;
            if (entry.Value.Bytes > 0)
            {
                Remove(entry);
            }

            entry = next;
        }
    }

    private void Remove(LinkedListNode<Entry> entry)
    {
        _entries.Remove(entry.Value.Key);
        _byUse.Remove(entry);
        _bytes -= entry.Value.Bytes;
    }

    private sealed class Entry(TKey key)
    {
        public TKey Key { get; } = key;

        public Task<TValue> Value { get; set; } = null!;

        /// <summary>0 while the value is being made.</summary>
        public long Bytes { get; set; }
    }
}
