using static TorchSharp.torch;

namespace Platform.Training.Tensors;

/// <summary>A tensor that was left alone because its shape differs.</summary>
public sealed record ShapeMismatch(string Name, IReadOnlyList<long> Expected, IReadOnlyList<long> Found);

/// <summary>What became of each name when weights were loaded.</summary>
public sealed record WeightLoadReport(
    IReadOnlyList<string> Matched, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<ShapeMismatch> Mismatched)
{
    /// <summary>Everything the module has was in the source, and nothing else was.</summary>
    public bool IsComplete => Missing.Count == 0 && Unexpected.Count == 0 && Mismatched.Count == 0;

    public override string ToString() =>
        $"{Matched.Count} matched, {Missing.Count} missing, {Unexpected.Count} unexpected, {Mismatched.Count} of another shape";
}

/// <summary>Loads whatever fits, and says what did not.</summary>
public static class WeightLoader
{
    public static WeightLoadReport LoadFile(nn.Module module, string path, Func<string, string?>? rename = null)
    {
        var tensors = SafeTensors.Load(path);
        try
        {
            return Load(module, tensors, rename);
        }
        finally
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }

    /// <summary>A name that the renaming turns into null is passed over.</summary>
    public static WeightLoadReport Load(nn.Module module, IReadOnlyDictionary<string, Tensor> source, Func<string, string?>? rename = null)
    {
        using var noGrad = no_grad();
        var own = module.state_dict();
        var matched = new List<string>();
        var unexpected = new List<string>();
        var mismatched = new List<ShapeMismatch>();
        foreach (var (sourceName, tensor) in source)
        {
            var name = rename is null ? sourceName : rename(sourceName);
            if (name is null || !own.TryGetValue(name, out var target))
            {
                unexpected.Add(sourceName);
            }
            else if (!target.shape.AsSpan().SequenceEqual(tensor.shape))
            {
                mismatched.Add(new ShapeMismatch(name, target.shape, tensor.shape));
            }
            else
            {
                target.copy_(tensor);
                matched.Add(name);
            }
        }
        var seen = matched.Concat(mismatched.Select(item => item.Name)).ToHashSet();
        return new WeightLoadReport(matched, own.Keys.Where(name => !seen.Contains(name)).ToList(), unexpected, mismatched);
    }
}
