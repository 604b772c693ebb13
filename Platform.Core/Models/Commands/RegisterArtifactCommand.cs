using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Models.Model;
using Platform.Core.Shared;

namespace Platform.Core.Models.Commands;

/// <summary>A file to put on record: a best or final checkpoint, or a conversion.</summary>
/// <param name="Name">File name offered at download.</param>
/// <param name="Sha256">Lower-case hex hash of the file.</param>
public sealed record NewArtifact(
    Guid ModelVersionId, string Name, ArtifactFormat Format, ArtifactDevice Device, ArtifactPrecision Precision, string StorageUri, string Sha256, long SizeBytes)
{
    public (int Opset, int IrVersion)? Onnx { get; init; }

    /// <summary>JSON object: what the artifact was checked with.</summary>
    public string? Compat { get; init; }
}

/// <summary>Puts a stored file on record as an artifact of a model version; a registered version still takes conversions.</summary>
public sealed class RegisterArtifactCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <returns>The new artifact's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, NewArtifact request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ModelVersionForAsync(actor, request.ModelVersionId, Permission.TrainModel, cancellationToken);
        var artifact = new ModelArtifact(
            Ids.New(time),
            request.ModelVersionId,
            RequiredText.Of(request.Name, "artifact name", ModelArtifact.NameLength),
            request.Format,
            request.Device,
            request.Precision,
            RequiredText.Of(request.StorageUri, "storage address", int.MaxValue),
            request.Sha256,
            request.SizeBytes,
            time.GetUtcNow().UtcDateTime);
        if (request.Onnx is var (opset, irVersion))
        {
            artifact.DescribeOnnx(opset, irVersion);
        }

        if (request.Compat is { } compat)
        {
            artifact.DescribeCompatibility(JsonText.RequireObject(compat, "compatibility record"));
        }

        db.Add(artifact);
        await db.SaveChangesAsync(cancellationToken);
        return artifact.Id;
    }
}
