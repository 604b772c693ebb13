using Platform.Core.Shared;

namespace Platform.Web.Presence;

/// <summary>Somebody who has an image open.</summary>
/// <param name="Color"><c>#rrggbb</c>, the same for a person everywhere.</param>
/// <param name="Tabs">In how many tabs or windows.</param>
public sealed record PresentPerson(string Name, string Color, bool You, int Tabs);

/// <summary>
/// Who has which image open, in memory: who has not been heard of for <see cref="Lifetime"/> is gone. Bounded in images and tabs, the
/// stillest going first, so that no client can fill the memory. Safe for any number of threads.
/// </summary>
public sealed class PresenceHub(TimeProvider time)
{
    public const int MaxAssets = 5_000;
    public const int MaxTabsOfAnAsset = 100;
    public const int MaxTabsOfAPerson = 8;
    public const int MaxTabLength = 64;

    /// <summary>Three missed calls: clients call every three seconds.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    // Told apart well on light and dark pictures, and none of them the colour of a state.
    private static readonly string[] s_colors = ["#2f7df6", "#8e4ec6", "#d6409f", "#f76b15", "#12a594", "#b58900", "#6e56cf", "#0091ff", "#c2298a", "#5b8c00"];

    private readonly Dictionary<Guid, Dictionary<(Guid UserId, string Tab), Seen>> _assets = [];
    private readonly Lock _gate = new();

    /// <summary>Notes that a tab has the asset open, and answers with everybody who has, the reader first and the others by name.</summary>
    public IReadOnlyList<PresentPerson> Enter(Guid assetId, Person person, string tab)
    {
        CheckTab(tab);
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (!_assets.TryGetValue(assetId, out var tabs))
            {
                MakeRoom(now);
                _assets[assetId] = tabs = [];
            }

            tabs[(person.Id, tab)] = new Seen(person.Name, now);
            Forget(tabs, now);
            Bound(tabs, tabs.Where(entry => entry.Key.UserId == person.Id), MaxTabsOfAPerson);
            Bound(tabs, tabs, MaxTabsOfAnAsset);
            return People(tabs, person.Id);
        }
    }

    /// <summary>Notes that a tab was closed or has turned to another image.</summary>
    public void Leave(Guid assetId, Guid userId, string tab)
    {
        CheckTab(tab);
        lock (_gate)
        {
            if (_assets.TryGetValue(assetId, out var tabs) && tabs.Remove((userId, tab)) && tabs.Count == 0)
            {
                _assets.Remove(assetId);
            }
        }
    }

    private static List<PresentPerson> People(Dictionary<(Guid UserId, string Tab), Seen> tabs, Guid reader) =>
    [
        .. tabs.GroupBy(entry => entry.Key.UserId)
            .Select(person => (Id: person.Key, person.First().Value.Name, Tabs: person.Count()))
            .OrderByDescending(person => person.Id == reader).ThenBy(person => person.Name, StringComparer.CurrentCulture).ThenBy(person => person.Id)
            .Select(person => new PresentPerson(person.Name, ColorOf(person.Id), person.Id == reader, person.Tabs)),
    ];

    private static string ColorOf(Guid userId) => s_colors[userId.ToByteArray()[^1] % s_colors.Length];

    private static void CheckTab(string? tab)
    {
        if (string.IsNullOrEmpty(tab) || tab.Length > MaxTabLength)
        {
            throw new DomainRuleException("presence.tab", $"A tab names itself by 1 to {MaxTabLength} characters.", MaxTabLength);
        }
    }

    private static void Forget(Dictionary<(Guid UserId, string Tab), Seen> tabs, DateTimeOffset now)
    {
        foreach (var (key, seen) in tabs)
        {
            if (now - seen.At > Lifetime)
            {
                tabs.Remove(key);
            }
        }
    }

    private static void Bound(Dictionary<(Guid UserId, string Tab), Seen> tabs, IEnumerable<KeyValuePair<(Guid UserId, string Tab), Seen>> among, int most)
    {
        foreach (var (key, _) in among.OrderByDescending(entry => entry.Value.At).Skip(most).ToList())
        {
            tabs.Remove(key);
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_assets.Count < MaxAssets)
        {
            return;
        }

        foreach (var (id, tabs) in _assets)
        {
            Forget(tabs, now);
            if (tabs.Count == 0)
            {
                _assets.Remove(id);
            }
        }

        if (_assets.Count >= MaxAssets)
        {
            _assets.Remove(_assets.MinBy(asset => asset.Value.Values.Max(seen => seen.At)).Key);
        }
    }

    private readonly record struct Seen(string Name, DateTimeOffset At);
}
