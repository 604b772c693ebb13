using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>A detector's weights as named tensors.</summary>
public static class DetectorWeights
{
    /// <summary>Live parameters and buffers by their full names.</summary>
    public static IReadOnlyDictionary<string, Tensor> Named(Detector detector)
    {
        var named = new Dictionary<string, Tensor>();
        foreach (var (name, parameter) in detector.named_parameters())
        {
            named[name] = parameter;
        }

        foreach (var (name, buffer) in detector.named_buffers())
        {
            named[name] = buffer;
        }

        return named;
    }

    /// <summary>Copies what fits by name and shape; tells what did not, so that a changed class head is visible and not silent.</summary>
    public static WeightLoadReport Load(Detector detector, IReadOnlyDictionary<string, Tensor> weights)
    {
        using var noGrad = no_grad();
        var own = Named(detector);
        var (loaded, mismatched) = (new List<string>(), new List<string>());
        foreach (var (name, tensor) in own)
        {
            if (!weights.TryGetValue(name, out var source))
            {
                continue;
            }

            if (!source.shape.AsSpan().SequenceEqual(tensor.shape))
            {
                mismatched.Add(name);
                continue;
            }

            tensor.copy_(source);
            loaded.Add(name);
        }

        return new WeightLoadReport(
            loaded, mismatched, [.. own.Keys.Where(name => !weights.ContainsKey(name))], [.. weights.Keys.Where(name => !own.ContainsKey(name))]);
    }
}

/// <summary>Outcome of loading weights: names loaded, of another shape, absent from the source, unknown to the network.</summary>
public sealed record WeightLoadReport(
    IReadOnlyList<string> Loaded, IReadOnlyList<string> Mismatched, IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown)
{
    public bool IsComplete => Mismatched.Count == 0 && Missing.Count == 0;
}
