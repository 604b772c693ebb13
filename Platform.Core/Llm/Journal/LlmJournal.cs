using Microsoft.Extensions.Options;
using Microsoft.Win32.SafeHandles;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Llm.Journal;

/// <summary>
/// What happened at the gateway, appended to files before anything else depends on it: a request's record is in the kernel's hands before upstream is called, so a
/// killed process loses none. Database and object store follow; either may be away for as long as <see cref="JournalOptions.LargestBytes"/> lasts.
/// Safe for any number of threads: an append is one write under a lock, of at most <see cref="JournalOptions.LargeBodyBytes"/>.
/// </summary>
public sealed class LlmJournal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly JournalOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _news = new(0, 1);
    private SafeFileHandle? _active;
    private JournalSegment? _segment;
    private long _activeSince;
    private long _waitingBytes;
    private int _count;

    public LlmJournal(IOptions<JournalOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        DurableFile.CreateFolder(Path.GetFullPath(_options.Root));
        _waitingBytes = new DirectoryInfo(_options.Root).EnumerateFiles().Sum(file => file.Length);
    }

    /// <summary>Bytes on disk that neither database nor object store has wholly taken over.</summary>
    public long WaitingBytes => Interlocked.Read(ref _waitingBytes);

    /// <summary>Refuses while too much waits; to be asked before a request is taken in, never for what belongs to one that was.</summary>
    /// <exception cref="DomainRuleException">llm.journal_full</exception>
    public void DemandRoom()
    {
        if (WaitingBytes > _options.LargestBytes)
        {
            throw new DomainRuleException("llm.journal_full", "The gateway takes no requests: too many logs wait for the database or the object store. Tell an administrator, and try again later.");
        }
    }

    /// <summary>Writes a body into a file of its own where it is large.</summary>
    /// <returns>Its id, to be named in the record; null where the body goes along with the record.</returns>
    public async Task<Guid?> SetAsideAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (body.Length <= _options.LargeBodyBytes)
        {
            return null;
        }

        var id = Ids.New(_time);
        await DurableFile.WriteAsync(BodyPath(id), stream => stream.WriteAsync(body, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _waitingBytes, body.Length);
        return id;
    }

    /// <summary>Appends; on return the record survives the death of the process.</summary>
    /// <param name="record">What happened.</param>
    /// <param name="body">Kept beside it; empty where it was set aside.</param>
    /// <returns>The segment's id, in which the body will be found.</returns>
    public Guid Append(JournalRecord record, ReadOnlySpan<byte> body)
    {
        var frame = JournalFrame.Write(record, body);
        Guid segment;
        lock (_gate)
        {
            if (_segment is null || _segment.Bytes >= _options.SegmentBytes)
            {
                Roll();
            }

            try
            {
                RandomAccess.Write(_active!, frame, _segment!.Bytes);
            }
            catch (IOException exception) when (StorageException.IsDiskFull(exception))
            {
                throw StorageException.DiskFull(_options.Root);
            }

            _segment = _segment with { Bytes = _segment.Bytes + frame.Length };
            segment = _segment.Id;
        }

        Interlocked.Add(ref _waitingBytes, frame.Length);
        Wake();
        return segment;
    }

    /// <summary>Segments on disk, oldest first; the last one may still grow.</summary>
    public IReadOnlyList<JournalSegment> Segments()
    {
        lock (_gate)
        {
            var active = _segment?.Id;
            return
            [
                .. new DirectoryInfo(_options.Root).EnumerateFiles("*" + JournalSegment.Suffix)
                    .Select(file => JournalSegment.Of(file) with { IsClosed = JournalSegment.Of(file).Id != active }).OrderBy(segment => segment.Id),
            ];
        }
    }

    /// <summary>Closes the active segment once it is old enough, so that what lies in it goes to the object store.</summary>
    public void CloseOld()
    {
        lock (_gate)
        {
            if (_segment is { Bytes: > 0 } && _time.GetElapsedTime(_activeSince) >= _options.SegmentAge)
            {
                Close();
            }
        }
    }

    /// <summary>Closes the active segment now.</summary>
    public void CloseActive()
    {
        lock (_gate)
        {
            Close();
        }
    }

    /// <summary>Deletes a segment, or a body that has a file of its own, which the object store has taken over.</summary>
    public void Forget(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists)
        {
            Interlocked.Add(ref _waitingBytes, -file.Length);
            file.Delete();
        }
    }

    /// <summary>Pushes what was appended to the disk.</summary>
    public void Sync()
    {
        SafeFileHandle? active;
        lock (_gate)
        {
            active = _active;
        }

        try
        {
            if (active is not null)
            {
                RandomAccess.FlushToDisk(active);
            }
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile, which flushes as well.
        }
    }

    /// <summary>Waits for something to be appended; returns after the longest time in any case.</summary>
    public Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _news.WaitAsync(longest, cancellationToken);

    /// <summary>File of a body that was set aside.</summary>
    public string BodyPath(Guid id) => Path.Combine(_options.Root, $"{id:N}.body");

    /// <summary>File of a segment.</summary>
    public string SegmentPath(Guid id) => Path.Combine(_options.Root, $"{id:N}{JournalSegment.Suffix}");

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }

        _news.Dispose();
    }

    private void Wake()
    {
        // One waiting reader; a full semaphore has already called it.
        if (_news.CurrentCount == 0)
        {
            try
            {
                _news.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else called it at the same moment.
            }
        }
    }

    private void Roll()
    {
        Close();

        // Ids sort by time; within a millisecond the counter keeps the order.
        var id = SegmentId(_time.GetUtcNow(), _count++);
        _active = File.OpenHandle(SegmentPath(id), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        _segment = new JournalSegment(id, SegmentPath(id), 0, IsClosed: false);
        _activeSince = _time.GetTimestamp();
    }

    private void Close()
    {
        if (_active is not null)
        {
            RandomAccess.FlushToDisk(_active);
            _active.Dispose();
        }

        (_active, _segment) = (null, null);
    }

    private static Guid SegmentId(DateTimeOffset now, int count)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)(0x70 | ((count >> 8) & 0x0F));
        bytes[7] = (byte)count;
        return new Guid(bytes, bigEndian: true);
    }
}
