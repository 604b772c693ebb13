using System.Collections.Concurrent;

namespace Platform.Core.Departments;

/// <summary>
/// What departments store, as last counted, and what uploads under way are still going to store. A count serves for half a minute, since it reads every file of the department; what is stored here
/// meanwhile is added to it, and before anybody is refused it is made anew.
/// </summary>
internal sealed class StorageBook(TimeProvider time)
{
    private static readonly TimeSpan s_countServes = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, Page> _pages = new();
    private readonly ConcurrentDictionary<StorageHold, byte> _holds = new(ReferenceEqualityComparer.Instance);

    public IEnumerable<StorageHold> Holds => _holds.Keys;

    public void Add(StorageHold hold) => _holds[hold] = 0;

    /// <summary>Holds the room where there is any; those who ask at once take turns.</summary>
    /// <returns>Null where it is held, otherwise what is used and under way.</returns>
    public async Task<(long UsedBytes, long UnderWayBytes)?> TryAddAsync(StorageHold hold, long limitBytes, Func<Task<long>> count, CancellationToken cancellationToken)
    {
        var page = _pages.GetOrAdd(hold.DepartmentId, _ => new Page());
        await page.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (page.CountedAt is { } at && time.GetElapsedTime(at) < s_countServes && Fits())
            {
                Add(hold);
                return null;
            }

            // Rows that are committed during the count may be told twice; the next count is right again.
            page.Used = await count().ConfigureAwait(false);
            page.CountedAt = time.GetTimestamp();
            var underWay = UnderWay(hold.DepartmentId);
            if (!DepartmentQuotaRule.FitsStorage(limitBytes, page.Used, underWay, hold.LeftBytes))
            {
                return (page.Used, underWay);
            }

            Add(hold);
            return null;
        }
        finally
        {
            page.Turn.Release();
        }

        bool Fits() => DepartmentQuotaRule.FitsStorage(limitBytes, page.Used, UnderWay(hold.DepartmentId), hold.LeftBytes);
    }

    public void Stored(Guid departmentId, long bytes)
    {
        if (_pages.TryGetValue(departmentId, out var page))
        {
            page.Add(bytes);
        }
    }

    public void Remove(StorageHold hold) => _holds.TryRemove(hold, out _);

    private long UnderWay(Guid departmentId) => _holds.Keys.Where(hold => hold.DepartmentId == departmentId).Sum(hold => hold.LeftBytes);

    private sealed class Page
    {
        private long _used;

        public SemaphoreSlim Turn { get; } = new(1);

        public long? CountedAt { get; set; }

        public long Used
        {
            get => Interlocked.Read(ref _used);
            set => Interlocked.Exchange(ref _used, value);
        }

        public void Add(long bytes) => Interlocked.Add(ref _used, bytes);
    }
}

/// <summary>Room that an upload under way will take. Disposing gives back what it did not.</summary>
public sealed class StorageHold : IDisposable
{
    private readonly StorageBook _book;
    private long _leftBytes;

    internal StorageHold(StorageBook book, Guid departmentId, Guid projectId, Guid userId, string userName, long bytes) =>
        (_book, DepartmentId, ProjectId, UserId, UserName, _leftBytes) = (book, departmentId, projectId, userId, userName, bytes);

    internal Guid DepartmentId { get; }

    internal Guid ProjectId { get; }

    internal Guid UserId { get; }

    internal string UserName { get; }

    internal long LeftBytes => Math.Max(0, Interlocked.Read(ref _leftBytes));

    /// <summary>Files came to be stored; from now on they count there and no longer as under way.</summary>
    public void Stored(long bytes)
    {
        Interlocked.Add(ref _leftBytes, -bytes);
        _book.Stored(DepartmentId, bytes);
    }

    public void Dispose() => _book.Remove(this);
}
