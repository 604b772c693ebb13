using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange.Export;
using Platform.Core.Storage;

namespace Platform.Core.Interchange.Queries;

/// <summary>What an export would lose, before it starts.</summary>
public sealed class ExportQueries(IDbContextFactory<PlatformDbContext> contexts, IBlobStore store)
{
    public async Task<LossReport> LossAsync(Actor actor, Guid versionId, ExportRequest request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        return (await CountAsync(db, new ExportReader(store, null), scope, request, cancellationToken)).Report;
    }

    internal static async Task<(LossReport Report, IReadOnlyList<ExportClass> Classes)> CountAsync(
        PlatformDbContext db, ExportReader reader, VersionScope scope, ExportRequest request, CancellationToken cancellationToken)
    {
        var classes = await ExportReader.ClassesAsync(db, scope.Version, cancellationToken);
        var counter = new LossCounter(request);
        await foreach (var asset in reader.ReadAsync(db, scope.Version, classes, cancellationToken))
        {
            counter.Add(asset);
        }

        counter.DemandWritable();
        return (counter.Finish(), classes);
    }
}
