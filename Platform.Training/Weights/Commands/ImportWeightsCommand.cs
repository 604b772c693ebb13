using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Training.Runs;

namespace Platform.Training.Weights.Commands;

/// <summary>What a file of weights holds, as kept with it.</summary>
/// <param name="Container">Keys on the way to the weights inside a PyTorch file; else empty.</param>
/// <param name="Values">Numbers in all tensors together.</param>
public sealed record WeightContents(WeightSource Source, string Container, int Tensors, long Values);

/// <summary>Takes in a file of weights that were trained elsewhere, for trainings of the project to start from.</summary>
public sealed class ImportWeightsCommand(RegisterImportedWeightsCommand register)
{
    /// <param name="actor">Who brings it.</param>
    /// <param name="projectId">Whose trainings may start from it.</param>
    /// <param name="name">Null takes the file's name.</param>
    /// <param name="fileName">As sent.</param>
    /// <param name="licence">Where the weights come from and on what terms.</param>
    /// <param name="path">The file on this machine; stays the caller's.</param>
    /// <param name="cancellation">Cancels before anything is on record.</param>
    /// <returns>Id of the imported weights.</returns>
    /// <exception cref="DomainRuleException">The file is no weights, is damaged, or would do more than hold weights; nothing of it was run or stored.</exception>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid projectId, string? name, string fileName, string licence, string path, CancellationToken cancellation)
    {
        var bare = Path.GetFileName(fileName.Replace('\\', '/'));
        var (format, contents) = Describe(path);
        var request = new NewImportedWeights(projectId, string.IsNullOrWhiteSpace(name) ? bare : name, bare, licence, format, JsonSerializer.Serialize(contents, RunJson.Options));
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            return await register.ExecuteAsync(actor, request, file, cancellation).ConfigureAwait(false);
        }
    }

    // Reads every tensor, as a start does: what is on record can be started from.
    private static (WeightFormat Format, WeightContents Contents) Describe(string path)
    {
        using var file = StartingWeightsStore.ReadFile(path);
        return (file.Format, new WeightContents(StartingWeights.SourceOf(file.Tensors.Keys), file.Container, file.Tensors.Count, file.Tensors.Values.Sum(tensor => tensor.numel())));
    }
}
