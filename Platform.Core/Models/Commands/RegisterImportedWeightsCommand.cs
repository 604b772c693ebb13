using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Departments.Queries;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Models.Commands;

/// <summary>A checked file of weights to put on record.</summary>
/// <param name="Licence">Where they come from and on what terms.</param>
/// <param name="Contents">JSON object: whose names the weights have, how many tensors and values.</param>
public sealed record NewImportedWeights(Guid ProjectId, string Name, string FileName, string Licence, WeightFormat Format, string Contents);

/// <summary>Stores a file of weights from elsewhere, as it was sent, and puts it on record. Whoever calls has read it: what cannot be read is not stored.</summary>
public sealed class RegisterImportedWeightsCommand(IDbContextFactory<PlatformDbContext> contexts, IBlobStore store, DepartmentQuotaGate quotas, TimeProvider time)
{
    /// <returns>The new row's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, NewImportedWeights request, Stream file, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ProjectForAsync(actor, request.ProjectId, Permission.TrainModel, cancellationToken);
        var weights = new ImportedWeights(
            Ids.New(time),
            request.ProjectId,
            RequiredText.Of(request.Name, "name of the weights", ImportedWeights.NameLength),
            RequiredText.Of(request.FileName, "file name", ImportedWeights.NameLength),
            RequiredText.Of(request.Licence, "licence note", ImportedWeights.LicenceLength),
            request.Format,
            JsonText.RequireObject(request.Contents, "contents"),
            actor.UserId,
            time.GetUtcNow().UtcDateTime);
        using var room = await quotas.HoldProjectStorageAsync(actor, request.ProjectId, file.CanSeek ? file.Length : 0, cancellationToken);
        var blob = await store.PutAsync(file, cancellationToken);
        if (await db.ImportedWeights.FirstOrDefaultAsync(other => other.ProjectId == request.ProjectId && other.Sha256 == blob.Sha256, cancellationToken) is { } known)
        {
            throw new DomainRuleException("weights.known", $"The project has this very file already, as '{known.Name}'. Start from that.", known.Name);
        }

        weights.StoreAt(blob.Uri, blob.Sha256, blob.Size);
        db.Add(weights);
        await db.SaveChangesAsync(cancellationToken);
        room.Stored(blob.Size);
        return weights.Id;
    }
}
