using static TorchSharp.torch;

namespace Platform.Training.Tensors.PyTorch;

/// <summary>Named tensors of a file that torch.save wrote (.pt, .pth).</summary>
internal static class TorchFile
{
    private const int MostTensors = 20_000;
    private const int LongestName = 500;
    private const int Wrappings = 4;
    private const long MostBytes = 4L << 30;

    // In this order: PyTorch Image Models writes averaged weights beside the plain ones; mmengine, which has RTMDet's files, stores the averaged ones under
    // state_dict and keeps the plain ones under ema_state_dict.
    private static readonly string[] s_wrappers = ["state_dict_ema", "state_dict", "model_ema", "ema", "model", "model_state_dict", "ema_state_dict", "module", "net", "weights"];

    /// <summary>Every tensor in main memory; the caller disposes them.</summary>
    /// <param name="file">Seekable.</param>
    /// <param name="container">Keys on the way to the weights, such as <c>state_dict</c>; empty where the file is nothing else.</param>
    /// <exception cref="InvalidDataException">Says what is wrong; nothing of the file was run.</exception>
    internal static Dictionary<string, Tensor> Read(Stream file, out string container)
    {
        using var archive = new TorchArchive(file);
        var root = Unpickler.Read(archive.ReadPickle(PickleLimits.Default.Bytes)) as PickleDict
            ?? throw new InvalidDataException("The file holds no dictionary of weights. Save the network's state_dict() with torch.save, and import that.");
        var (weights, keys) = Unwrap(root);
        container = string.Join('.', keys);
        var references = Named(weights);
        DemandBounded(references);
        return Materialise(archive, references);
    }

    private static (PickleDict Weights, List<string> Keys) Unwrap(PickleDict root)
    {
        var (found, keys) = (root, new List<string>());
        while (!found.Entries.Values.Any(value => value is TensorReference))
        {
            var key = keys.Count == Wrappings ? null : s_wrappers.FirstOrDefault(name => found[name] is PickleDict);
            if (key is null)
            {
                throw new InvalidDataException(
                    $"The file holds no tensors where weights usually are ({string.Join(", ", root.Entries.Keys.OfType<string>().Take(10).DefaultIfEmpty("it is empty"))}). Save the network's state_dict() alone, and import that.");
            }

            found = (PickleDict)found[key]!;
            keys.Add(key);
        }

        return (found, keys);
    }

    // "module." is what parallel training and averaging put before every name.
    private static Dictionary<string, TensorReference> Named(PickleDict weights)
    {
        var named = new Dictionary<string, TensorReference>(StringComparer.Ordinal);
        foreach (var (key, value) in weights.Entries)
        {
            if (key is string name && value is TensorReference tensor)
            {
                var bare = name.StartsWith("module.", StringComparison.Ordinal) ? name["module.".Length..] : name;
                if (name.Length > LongestName || named.Count == MostTensors || !named.TryAdd(bare, tensor))
                {
                    throw new InvalidDataException($"The file has more than {MostTensors} tensors, a name longer than {LongestName} characters, or two tensors of one name.");
                }
            }
        }

        return named;
    }

    // Tensors may share a storage, as the levels of a head do, so the file's size alone bounds nothing.
    private static void DemandBounded(Dictionary<string, TensorReference> references)
    {
        var bytes = references.Values.Aggregate((Int128)0, (sum, tensor) => sum + ((Int128)tensor.Count * SafeTensorTypes.Width(tensor.Storage.Type)));
        if (bytes > MostBytes)
        {
            throw new InvalidDataException($"The file's tensors take {bytes} bytes; {MostBytes} are allowed.");
        }
    }

    private static Dictionary<string, Tensor> Materialise(TorchArchive archive, Dictionary<string, TensorReference> references)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (var sharing in references.GroupBy(pair => pair.Value.Storage))
            {
                var storage = archive.ReadStorage(sharing.Key);
                foreach (var (name, reference) in sharing)
                {
                    var tensor = empty(reference.Shape, reference.Storage.Type);
                    tensors.Add(name, tensor);
                    Copy(storage, reference, tensor.bytes);
                }
            }

            return tensors;
        }
        catch
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }

            throw;
        }
    }

    private static void Copy(ReadOnlySpan<byte> storage, TensorReference view, Span<byte> target)
    {
        var width = SafeTensorTypes.Width(view.Storage.Type);
        if (view.IsContiguous)
        {
            storage.Slice(checked((int)(view.Offset * width)), target.Length).CopyTo(target);
            return;
        }

        // Counts through the view's places row by row, as contiguous memory does.
        var index = new long[view.Shape.Length];
        for (var position = 0; position < target.Length; position += width)
        {
            var place = view.Offset + index.Zip(view.Strides).Sum(axis => axis.First * axis.Second);
            storage.Slice(checked((int)(place * width)), width).CopyTo(target[position..]);
            for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == view.Shape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }
    }
}
