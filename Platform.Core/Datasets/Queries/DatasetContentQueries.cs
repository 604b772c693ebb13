using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Manifest;

namespace Platform.Core.Datasets.Queries;

/// <summary>Streams a version's contents: for training, export and the manifest.</summary>
public sealed class DatasetContentQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>Classes in the order in which models index them.</summary>
    public async Task<IReadOnlyList<ManifestClass>> ListClassesAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        return await DatasetContent.ClassesAsync(db, scope.Version.OntologyVersionId, cancellationToken);
    }

    /// <summary>Assets by ascending content hash, each with its accepted shapes: what a model learns from.</summary>
    public async IAsyncEnumerable<ContentAsset> StreamAsync(Actor actor, Guid versionId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        await foreach (var asset in DatasetContent.ReadAsync(db, scope.Version, cancellationToken))
        {
            yield return asset with { Shapes = [.. asset.Shapes.Where(shape => shape.ReviewState == ReviewState.Accepted)] };
        }
    }

    /// <summary>The manifest's lines, without line feeds.</summary>
    public async IAsyncEnumerable<string> StreamManifestAsync(Actor actor, Guid versionId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        await foreach (var line in DatasetContent.ManifestAsync(db, scope.Version, cancellationToken))
        {
            yield return line;
        }
    }
}
