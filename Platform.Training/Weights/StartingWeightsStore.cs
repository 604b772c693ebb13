using System.Security.Cryptography;
using Platform.Core.Access;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Tensors;

namespace Platform.Training.Weights;

/// <summary>Opens imported weights where they are stored, checked against their hash.</summary>
public sealed class StartingWeightsStore(ImportedWeightsQueries queries, BlobCache blobs)
{
    /// <summary>The caller disposes the weights.</summary>
    public async Task<(ImportedWeightsView View, StartingWeights Weights)> OpenAsync(Actor actor, Guid weightsId, CancellationToken cancellation)
    {
        var view = await queries.GetAsync(actor, weightsId, cancellation).ConfigureAwait(false);
        var path = await blobs.GetPathAsync(view.StorageUri, view.Sha256, cancellation).ConfigureAwait(false);
        await DemandIntactAsync(path, view, cancellation).ConfigureAwait(false);
        return (view, StartingWeights.Of(ReadFile(path)));
    }

    /// <exception cref="DomainRuleException">The file is no weights, is damaged, or would do more than hold weights.</exception>
    internal static WeightFile ReadFile(string path)
    {
        try
        {
            return WeightFile.Read(path);
        }
        catch (InvalidDataException refused)
        {
            throw new DomainRuleException("weights.refused", $"The file of weights was refused. {refused.Message}", refused.Message);
        }
    }

    private static async Task DemandIntactAsync(string path, ImportedWeightsView view, CancellationToken cancellation)
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false)) != view.Sha256)
            {
                throw new DomainRuleException("weights.damaged", $"The stored file of '{view.Name}' is not the one that was imported. Restore it from a backup, or import the weights again.", view.Name);
            }
        }
    }
}
