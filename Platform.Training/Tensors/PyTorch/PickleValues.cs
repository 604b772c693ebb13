using static TorchSharp.torch;

namespace Platform.Training.Tensors.PyTorch;

// A value of a pickle is null, bool, long, double, string, byte[], List<object?> or one of these. Each is inert: nothing here compares or prints by
// content, so that a value that holds itself, or holds a million others, costs nothing.

/// <summary>A fixed row of values.</summary>
internal sealed class PickleTuple(object?[] items)
{
    internal object?[] Items { get; } = items;

    /// <summary>1 for a tuple without tuples.</summary>
    internal int Depth { get; } = 1 + items.Select(item => item is PickleTuple inner ? inner.Depth : 0).DefaultIfEmpty().Max();
}

/// <summary>A dictionary in the order of its file.</summary>
internal sealed class PickleDict
{
    /// <summary>Keys are strings, whole numbers and truth values.</summary>
    internal OrderedDictionary<object, object?> Entries { get; } = [];

    internal object? this[string key] => Entries.GetValueOrDefault(key);
}

/// <summary>A name of Python's that the file may mention; what it stands for is never looked up.</summary>
internal sealed class PickleGlobal(string name, ScalarType? storage = null)
{
    /// <summary>Module and name, such as <c>collections.OrderedDict</c>.</summary>
    internal string Name { get; } = name;

    /// <summary>Element type, where the name is that of a storage class.</summary>
    internal ScalarType? Storage { get; } = storage;
}

/// <summary>Elements that lie in a file of their own in the archive.</summary>
/// <param name="Key">Name below the archive's data folder: digits.</param>
internal sealed record StorageReference(string Key, ScalarType Type, long Count);

/// <summary>A view into a storage that lies inside it and shows no element twice.</summary>
internal sealed record TensorReference(StorageReference Storage, long Offset, long[] Shape, long[] Strides)
{
    internal long Count => Shape.Aggregate(1L, (product, size) => product * size);

    internal bool IsContiguous
    {
        get
        {
            var expected = 1L;
            for (var axis = Shape.Length - 1; axis >= 0; axis--)
            {
                if (Shape[axis] != 1 && Strides[axis] != expected)
                {
                    return false;
                }

                expected *= Shape[axis];
            }

            return true;
        }
    }
}
