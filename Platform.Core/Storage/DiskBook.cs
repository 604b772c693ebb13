namespace Platform.Core.Storage;

/// <summary>
/// Book of what a folder holds, in bytes and by use, so that it stays within a bound: what nobody has looked at for longest goes first. The files themselves are
/// the caller's. What an earlier process left is counted at the first call, in the order of its last write. Safe for any number of threads.
/// </summary>
/// <param name="nameOf">The entry that a file belongs to; several files may form one.</param>
internal sealed class DiskBook(string folder, long maxBytes, Func<FileInfo, string> nameOf)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);

    // The front was looked at last.
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;
    private bool _loaded;

    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                Load();
                return _bytes;
            }
        }
    }

    /// <summary>Counts what is there. Call it before the first write: afterwards a file would count twice.</summary>
    public void Open()
    {
        lock (_gate)
        {
            Load();
        }
    }

    /// <summary>Somebody looked at an entry.</summary>
    public void Touch(string name)
    {
        lock (_gate)
        {
            Load();
            Note(name, 0);
        }
    }

    /// <summary>An entry grew.</summary>
    /// <returns>Entries that no longer fit, for the caller to delete; never the one that grew, however small the bound is.</returns>
    public IReadOnlyList<string> Add(string name, long bytes)
    {
        lock (_gate)
        {
            Load();
            Note(name, bytes);
            var excess = new List<string>();
            while (_bytes > maxBytes && _byUse.Count > 1)
            {
                excess.Add(_byUse.Last!.Value.Name);
                Forget(_byUse.Last.Value.Name);
            }

            return excess;
        }
    }

    /// <summary>An entry is gone or about to be written anew.</summary>
    public void Remove(string name)
    {
        lock (_gate)
        {
            Load();
            Forget(name);
        }
    }

    private void Note(string name, long moreBytes)
    {
        if (!_entries.TryGetValue(name, out var node))
        {
            _entries[name] = node = new LinkedListNode<Entry>(new Entry(name));
        }
        else
        {
            _byUse.Remove(node);
        }

        _byUse.AddFirst(node);
        node.Value.Bytes += moreBytes;
        _bytes += moreBytes;
    }

    private void Forget(string name)
    {
        if (_entries.Remove(name, out var node))
        {
            _byUse.Remove(node);
            _bytes -= node.Value.Bytes;
        }
    }

    // Empty files are those that a power cut left without content; temporary ones were never finished.
    private void Load()
    {
        if (_loaded)
        {
            return;
        }

        _loaded = true;
        var files = Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories) : [];
        foreach (var file in files.OrderBy(file => file.LastWriteTimeUtc))
        {
            if (file.Length == 0 || DurableFile.IsTemporary(file.Name))
            {
                file.Delete();
                continue;
            }

            Note(nameOf(file), file.Length);
        }
    }

    private sealed class Entry(string name)
    {
        public string Name { get; } = name;

        public long Bytes { get; set; }
    }
}
