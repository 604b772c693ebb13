using Platform.Core.Access;
using Platform.Core.Annotations.Commands;
using Platform.Core.Interchange;

namespace Platform.Core.Assets.Commands;

/// <summary>What <see cref="IngestFolderCommand"/> did; no import report where the folder holds no annotations.</summary>
public sealed record FolderReport(IngestReport Files, ImportReport? Annotations);

/// <summary>
/// Takes a folder of the server into a draft version: its images, then the annotations beside them. For administrators only, since
/// the path may lead anywhere on the machine.
/// </summary>
public sealed class IngestFolderCommand(IngestAssetsCommand ingest, ImportAnnotationsCommand import)
{
    /// <param name="annotations">Null to take the images only.</param>
    public async Task<FolderReport> ExecuteAsync(
        Actor actor, Guid versionId, string folder, ImportRequest? annotations, IProgress<IngestProgress>? progress, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        var source = new FolderImportSource(folder);
        var files = await ingest.ExecuteAsync(actor, versionId, UploadSource.Of(source), progress, cancellationToken);
        var imported = annotations is null ? null : await import.ExecuteAsync(actor, versionId, source, annotations, cancellationToken);
        return new FolderReport(files, imported);
    }
}
