using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Modules;

/// <summary>Named parts in the order of their registration.</summary>
internal sealed class Components<T> : IEnumerable<(string Name, T Value)> where T : class
{
    private readonly List<(string Name, T Value)> _items = [];

    internal int Count => _items.Count;

    internal bool Contains(string name) => _items.Exists(item => item.Name == name);

    internal bool TryGet(string name, [NotNullWhen(true)] out T? value)
    {
        value = _items.Find(item => item.Name == name).Value;
        return value is not null;
    }

    /// <summary>A null part takes the name away.</summary>
    internal void Set(string name, T? value)
    {
        if (name.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"A component's name cannot hold a dot: {name}.");
        }
        var index = _items.FindIndex(item => item.Name == name);
        if (value is null)
        {
            if (index >= 0)
            {
                _items.RemoveAt(index);
            }
        }
        else if (index >= 0)
        {
            _items[index] = (name, value);
        }
        else
        {
            _items.Add((name, value));
        }
    }

    public IEnumerator<(string Name, T Value)> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
