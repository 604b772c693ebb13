using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange.Export;
using Platform.Core.Interchange.Queries;
using Platform.Core.Storage;
using Platform.Core.Video;

namespace Platform.Core.Interchange.Commands;

/// <summary>How far an export is.</summary>
public sealed record ExportProgress(int Assets, int Total);

/// <summary>Writes a dataset version, draft or frozen, in another tool's format. Nothing of the version changes.</summary>
public sealed class ExportVersionCommand(IDbContextFactory<PlatformDbContext> contexts, IBlobStore store, VideoFrames frames)
{
    /// <returns>What was lost, as <see cref="ExportQueries.LossAsync"/> says beforehand.</returns>
    public async Task<LossReport> ExecuteAsync(
        Actor actor, Guid versionId, ExportRequest request, IExportSink sink, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.ViewProject, cancellationToken);
        var reader = new ExportReader(store, frames);
        var (report, classes) = await ExportQueries.CountAsync(db, reader, scope, request, cancellationToken);
        var total = await db.Assets.CountAsync(asset => asset.DatasetVersionId == versionId, cancellationToken);
        var done = 0;
        var assets = reader.ReadAsync(db, scope.Version, classes, cancellationToken);
        var images = ExportFeed.PrepareAsync(assets, FormatCapabilities.Of(request), () => progress?.Report(new ExportProgress(++done, total)), cancellationToken);
        var set = new ExportSet(scope.Dataset.Name, scope.Version.VersionTag, scope.Version.ContentSha256, classes, report.Images);
        await AnnotationExporter.For(request.Format).WriteAsync(set, images, request, sink, cancellationToken);
        return report;
    }
}
