using System.Text.Json;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Tensors;
using static TorchSharp.torch;

namespace Platform.Training.Checkpoints;

/// <summary>Rebuilds a trained detector from any checkpoint file.</summary>
public static class DetectorFile
{
    /// <summary>The network in eval mode with the file's averaged weights, its recipe and its class names.</summary>
    /// <exception cref="InvalidDataException">Not a detector checkpoint, or weights are missing.</exception>
    public static LoadedDetector Read(Stream stream)
    {
        var tensors = SafeTensors.Read(stream, out var metadata);
        try
        {
            return Rebuild(tensors, metadata);
        }
        finally
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }

    private static LoadedDetector Rebuild(Dictionary<string, Tensor> tensors, Dictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue("recipe", out var recipeJson) || !metadata.TryGetValue("classes", out var classesJson))
        {
            throw new InvalidDataException("The file holds weights but does not say which detector they belong to.");
        }

        var recipe = DetectionRecipeJson.Read(recipeJson);
        var classes = JsonSerializer.Deserialize<List<string>>(classesJson) ?? [];
        var network = new Detector(recipe.ArchitectureFor(classes.Count));
        var report = WeightLoader.Load(network, tensors);
        if (report.Missing.Count + report.Mismatched.Count > 0)
        {
            network.Dispose();
            throw new InvalidDataException($"The file does not fit its own detector: {report}.");
        }

        network.eval();
        return new LoadedDetector(network, recipe, classes);
    }
}

/// <summary>A detector ready for use.</summary>
public sealed record LoadedDetector(Detector Network, DetectionRecipe Recipe, IReadOnlyList<string> ClassNames) : IDisposable
{
    public void Dispose() => Network.Dispose();
}
