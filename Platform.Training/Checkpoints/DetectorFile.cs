using System.Text.Json;
using Platform.Training.Models;
using Platform.Training.Recipes;

namespace Platform.Training.Checkpoints;

/// <summary>Rebuilds a trained detector from any checkpoint file.</summary>
public static class DetectorFile
{
    /// <summary>The network in eval mode with the file's averaged weights, its recipe and its class names.</summary>
    /// <exception cref="InvalidDataException">Not a detector checkpoint, or weights are missing.</exception>
    public static LoadedDetector Read(Stream stream)
    {
        using var file = SafetensorsFile.Read(stream);
        if (!file.Metadata.TryGetValue("recipe", out var recipeJson) || !file.Metadata.TryGetValue("classes", out var classesJson))
        {
            throw new InvalidDataException("The file holds weights but does not say which detector they belong to.");
        }

        var recipe = DetectionRecipeJson.Read(recipeJson);
        var classes = JsonSerializer.Deserialize<List<string>>(classesJson) ?? [];
        var network = new Detector(recipe.ArchitectureFor(classes.Count));
        var report = DetectorWeights.Load(network, file.Tensors);
        if (!report.IsComplete)
        {
            network.Dispose();
            throw new InvalidDataException($"The file lacks weights of the detector: {string.Join(", ", report.Missing.Concat(report.Mismatched).Take(5))}.");
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
