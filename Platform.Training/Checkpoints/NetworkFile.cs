using System.Text.Json;
using Platform.Training.Recipes;
using Platform.Training.Tensors;
using static TorchSharp.torch;

namespace Platform.Training.Checkpoints;

/// <summary>Rebuilds a trained network from any checkpoint file.</summary>
public static class NetworkFile
{
    /// <summary>The network in eval mode with the file's averaged weights, its recipe and its class names.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="build">Makes the network from the recipe and the class names.</param>
    /// <exception cref="InvalidDataException">Not a checkpoint, or weights are missing.</exception>
    public static LoadedNetwork<TNetwork> Read<TNetwork>(Stream stream, Func<TrainingRecipe, IReadOnlyList<string>, TNetwork> build)
        where TNetwork : nn.Module
    {
        var tensors = SafeTensors.Read(stream, out var metadata);
        try
        {
            return Rebuild(tensors, metadata, build);
        }
        finally
        {
            foreach (var tensor in tensors.Values)
            {
                tensor.Dispose();
            }
        }
    }

    private static LoadedNetwork<TNetwork> Rebuild<TNetwork>(
        Dictionary<string, Tensor> tensors, Dictionary<string, string> metadata, Func<TrainingRecipe, IReadOnlyList<string>, TNetwork> build)
        where TNetwork : nn.Module
    {
        if (!metadata.TryGetValue("recipe", out var recipeJson) || !metadata.TryGetValue("classes", out var classesJson))
        {
            throw new InvalidDataException("The file holds weights but does not say which network they belong to.");
        }

        var recipe = TrainingRecipeJson.Read(recipeJson);
        var classes = JsonSerializer.Deserialize<List<string>>(classesJson) ?? [];
        var network = build(recipe, classes);
        var report = WeightLoader.Load(network, tensors);
        if (report.Missing.Count + report.Mismatched.Count > 0)
        {
            network.Dispose();
            throw new InvalidDataException($"The file does not fit its own network: {report}.");
        }

        network.eval();
        return new LoadedNetwork<TNetwork>(network, recipe, classes);
    }
}

/// <summary>A network ready for use.</summary>
public sealed record LoadedNetwork<TNetwork>(TNetwork Network, TrainingRecipe Recipe, IReadOnlyList<string> ClassNames) : IDisposable
    where TNetwork : nn.Module
{
    public void Dispose() => Network.Dispose();
}
