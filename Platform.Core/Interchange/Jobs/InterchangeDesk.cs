using System.Globalization;
using Platform.Core.Access;
using Platform.Core.Annotations.Commands;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Departments.Queries;
using Platform.Core.Interchange.Export;
using Platform.Core.Interchange.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Jobs;

/// <summary>Where people start, watch, stop and fetch imports and exports. A job is seen by whoever sees its dataset version.</summary>
public sealed class InterchangeDesk(InterchangeOptions options, InterchangeBoard board, InterchangeLine line, DatasetQueries datasets, ExportQueries exports, RecordAuditEntryCommand audit, DepartmentQuotaGate quotas, TimeProvider time)
{
    /// <summary>Starts an import of files that were sent. They are moved into the job, which survives a restart.</summary>
    /// <param name="files">Names as sent to paths on this machine.</param>
    public async Task<InterchangeJob> ImportFilesAsync(
        Actor actor, Guid versionId, ImportRequest request, IReadOnlyDictionary<string, string> files, bool withImages, bool dryRun, CancellationToken cancellationToken)
    {
        await DemandDraftAsync(actor, versionId, cancellationToken).ConfigureAwait(false);
        await DemandRoomAsync(actor, versionId, withImages && !dryRun, files.Values.Sum(path => new FileInfo(path).Length), cancellationToken).ConfigureAwait(false);
        var id = Ids.New(time);
        var folder = new InterchangeFolder(options.Root, id);
        Directory.CreateDirectory(folder.Input);
        var moved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, path) in files)
        {
            var stored = moved.Count.ToString(CultureInfo.InvariantCulture);
            File.Move(path, Path.Combine(folder.Input, stored));
            moved[name] = stored;
        }

        return Queue(NewJob(id, JobKind.Import, actor, versionId) with { Import = new ImportJobSpec(request, null, moved, withImages, dryRun) });
    }

    /// <summary>Starts an import of a folder of the server, for administrators and below the configured folders only.</summary>
    public async Task<InterchangeJob> ImportFolderAsync(
        Actor actor, Guid versionId, ImportRequest request, string folder, bool withImages, bool dryRun, CancellationToken cancellationToken)
    {
        await datasets.DemandAsync(actor, versionId, Permission.ViewProject, cancellationToken).ConfigureAwait(false);
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        await DemandDraftAsync(actor, versionId, cancellationToken).ConfigureAwait(false);
        var path = ImportRoots.Check(options.ImportRoots, folder);
        await DemandRoomAsync(actor, versionId, withImages && !dryRun, 0, cancellationToken).ConfigureAwait(false);
        return Queue(NewJob(Ids.New(time), JobKind.Import, actor, versionId) with { Import = new ImportJobSpec(request, path, new Dictionary<string, string>(), withImages, dryRun) });
    }

    /// <summary>Starts an export, once it is clear that the format can be written at all.</summary>
    public async Task<InterchangeJob> ExportAsync(Actor actor, Guid versionId, ExportRequest request, CancellationToken cancellationToken)
    {
        if (request is { Format: InterchangeFormat.ImageFolder, WithImages: false })
        {
            throw new DomainRuleException("export.needs_images", "Folders of images are made of the images themselves. Export with the images, or choose another format.");
        }

        var loss = await exports.LossAsync(actor, versionId, request, cancellationToken).ConfigureAwait(false);
        var version = await datasets.GetVersionAsync(actor, versionId, cancellationToken).ConfigureAwait(false);
        var name = $"{version.DatasetName} {version.Version.VersionTag} {EnumText<InterchangeFormat>.ToText(request.Format)}.zip";
        var job = Queue(NewJob(Ids.New(time), JobKind.Export, actor, versionId) with
        {
            Export = request, Loss = loss, FileName = string.Concat(name.Select(symbol => char.IsControl(symbol) || "/\\:*?\"<>|".Contains(symbol, StringComparison.Ordinal) ? '_' : symbol)),
        });
        await audit.OfDatasetVersionAsync(actor, AuditActions.DatasetVersionExported, versionId, CancellationToken.None, ("format", EnumText<InterchangeFormat>.ToText(request.Format))).ConfigureAwait(false);
        return job;
    }

    /// <summary>Jobs of the version, the newest first.</summary>
    public async Task<IReadOnlyList<InterchangeJob>> ListAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await datasets.DemandAsync(actor, versionId, Permission.ViewProject, cancellationToken).ConfigureAwait(false);
        return [.. board.All.Where(job => job.VersionId == versionId).OrderByDescending(job => job.CreatedAt)];
    }

    public async Task<InterchangeJob> GetAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        var job = board.Get(id);
        try
        {
            await datasets.DemandAsync(actor, job.VersionId, Permission.ViewProject, cancellationToken).ConfigureAwait(false);
        }
        catch (NotFoundException)
        {
            throw new NotFoundException("job", id);
        }

        return job;
    }

    public async Task<IAsyncEnumerable<InterchangeJob>> WatchAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        await GetAsync(actor, id, cancellationToken).ConfigureAwait(false);
        return board.WatchAsync(id, cancellationToken);
    }

    /// <summary>What an import did; null while it has not ended well.</summary>
    public async Task<ImportJobReport?> ReportAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        await GetAsync(actor, id, cancellationToken).ConfigureAwait(false);
        return board.Report(id);
    }

    /// <summary>The finished archive: its path on this machine and its name.</summary>
    public async Task<(string Path, string Name)> ArchiveAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        var job = await GetAsync(actor, id, cancellationToken).ConfigureAwait(false);
        var path = board.Archive(id) ?? throw new DomainRuleException("export.not_ready", "The export is not there: it has not ended, did not end well, or its time is over. Start it again.");
        await audit.OfDatasetVersionAsync(actor, AuditActions.DatasetVersionDownloaded, job.VersionId, cancellationToken, ("file", job.FileName)).ConfigureAwait(false);
        return (path, job.FileName!);
    }

    /// <summary>Stops a job under way, and deletes one that has ended.</summary>
    public async Task CancelAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        var job = await DemandOwnAsync(actor, id, cancellationToken).ConfigureAwait(false);
        if (job.IsEnded)
        {
            board.Remove(id);
            return;
        }

        await board.StopAsync(id).ConfigureAwait(false);
    }

    /// <summary>Puts a job that did not end well into the line again.</summary>
    public async Task<InterchangeJob> RestartAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        await DemandOwnAsync(actor, id, cancellationToken).ConfigureAwait(false);
        board.Renew(id);
        return Line(id);
    }

    private InterchangeJob NewJob(Guid id, JobKind kind, Actor actor, Guid versionId) =>
        new() { Id = id, Kind = kind, VersionId = versionId, UserId = actor.UserId, UserName = actor.Name, CreatedAt = time.GetUtcNow() };

    private InterchangeJob Queue(InterchangeJob job)
    {
        board.Add(job);
        return Line(job.Id);
    }

    private InterchangeJob Line(Guid id)
    {
        if (line.TryQueue(id))
        {
            return board.Get(id);
        }

        board.Remove(id);
        throw new DomainRuleException("job.line_full", $"{options.MaxQueued} imports and exports are waiting already. Try again when some of them have ended.", options.MaxQueued);
    }

    private async Task<InterchangeJob> DemandOwnAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        var job = await GetAsync(actor, id, cancellationToken).ConfigureAwait(false);
        if (job.UserId != actor.UserId)
        {
            await datasets.DemandAsync(actor, job.VersionId, Permission.UploadAssets, cancellationToken).ConfigureAwait(false);
        }

        return job;
    }

    // So that nobody waits in the line to be refused; the job itself holds the room once it runs.
    private async Task DemandRoomAsync(Actor actor, Guid versionId, bool takesImages, long bytes, CancellationToken cancellationToken)
    {
        if (takesImages)
        {
            (await quotas.HoldStorageAsync(actor, versionId, bytes, cancellationToken).ConfigureAwait(false)).Dispose();
        }
    }

    private async Task DemandDraftAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        var version = await datasets.DemandAsync(actor, versionId, Permission.UploadAssets, cancellationToken).ConfigureAwait(false);
        if (version.IsFrozen)
        {
            throw new DomainRuleException("row.frozen", $"Version '{version.VersionTag}' is frozen and never changes. Create a new version from it and change that one.", version.VersionTag);
        }
    }
}
