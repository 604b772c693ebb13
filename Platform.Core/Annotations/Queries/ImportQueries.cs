using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Commands;
using Platform.Core.Data;
using Platform.Core.Interchange;

namespace Platform.Core.Annotations.Queries;

/// <summary>The dry run of an import: the report of what would happen, and nothing written.</summary>
public sealed class ImportQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public Task<ImportReport> PreviewAsync(Actor actor, Guid versionId, IImportSource source, ImportRequest request, CancellationToken cancellationToken) =>
        PreviewAsync(actor, versionId, source, request, null, cancellationToken);

    public async Task<ImportReport> PreviewAsync(
        Actor actor, Guid versionId, IImportSource source, ImportRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var run = await ImportRun.PrepareAsync(contexts, actor, versionId, request, cancellationToken);
        return await run.ExecuteAsync(source, save: null, progress, cancellationToken);
    }
}
