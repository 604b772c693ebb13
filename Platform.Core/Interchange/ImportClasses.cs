namespace Platform.Core.Interchange;

/// <summary>The classes of the files, how often each is used, and the ontology's class that takes it.</summary>
internal sealed class ImportClasses(IReadOnlyCollection<ImportClass> classes, IReadOnlyDictionary<string, string?>? classMap)
{
    private readonly Dictionary<string, (ImportClass? Class, bool Skip)> _resolved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Declare(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _counts.TryAdd(name, 0);
        }
    }

    public void Count(string name) => _counts[name] = _counts.GetValueOrDefault(name) + 1;

    /// <summary>Null where the ontology lacks the class or the caller skips it.</summary>
    public ImportClass? Find(string name) => Resolve(name).Class;

    public IReadOnlyList<ImportedClassCount> Counts() =>
        [.. Resolved().Where(found => found.Class is not null || found.Skip).Select(found => new ImportedClassCount(found.Name, found.Count, found.Class?.Key))];

    public IReadOnlyList<UnknownClass> Unknown() =>
        [.. Resolved().Where(found => found.Class is null && !found.Skip && found.Count > 0).Select(found => new UnknownClass(found.Name, found.Count))];

    private IEnumerable<(string Name, int Count, ImportClass? Class, bool Skip)> Resolved() =>
        _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value, Resolve(pair.Key).Class, Resolve(pair.Key).Skip));

    private (ImportClass? Class, bool Skip) Resolve(string name)
    {
        if (_resolved.TryGetValue(name, out var known))
        {
            return known;
        }

        var mapped = classMap is not null && classMap.TryGetValue(name, out var key) ? (Key: key, Is: true) : (Key: name, Is: false);
        var found = mapped switch
        {
            { Key: null } => (null, true),
            { Is: true } => (classes.FirstOrDefault(item => item.Key == mapped.Key), false),
            _ => (ByName(name), false),
        };
        return _resolved[name] = found;
    }

    // The exact key first; other spellings only when they mean one class.
    private ImportClass? ByName(string name)
    {
        var exact = classes.FirstOrDefault(item => item.Key == name) ?? classes.FirstOrDefault(item => item.DisplayName == name);
        if (exact is not null)
        {
            return exact;
        }

        var similar = classes.Where(item => string.Equals(item.Key, name, StringComparison.OrdinalIgnoreCase) || string.Equals(item.DisplayName, name, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return similar.Count == 1 ? similar[0] : null;
    }
}
