using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Departments;
using Platform.Core.Departments.Queries;
using Platform.Core.Imaging;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Core.Video;

namespace Platform.Core.Assets.Commands;

/// <summary>
/// Takes files into a draft version. Bytes are stored before the row that names them, rows are committed in small batches, and bytes
/// that the version already holds are duplicates: an upload that was cut off is simply started again. The department's storage quota is asked once, before anything is read.
/// </summary>
public sealed class IngestAssetsCommand(IDbContextFactory<PlatformDbContext> contexts, IBlobStore store, IImageCodec codec, VideoIngest videos, DepartmentQuotaGate quotas, TimeProvider time)
{
    // Images in memory at once are bounded by this times the codec's byte limit.
    private const int FilesAtOnce = 4;
    private const int RowsAtOnce = 32;

    private readonly ImageIngest _images = new(store, codec, videos.Folder);

    /// <param name="actor">Who brings the files.</param>
    /// <param name="versionId">A draft.</param>
    /// <param name="source">The files.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops after the batch at hand; what was committed stays.</param>
    /// <param name="held">Room that the caller holds for all of several sources; null to hold it here.</param>
    public async Task<IngestReport> ExecuteAsync(
        Actor actor, Guid versionId, UploadSource source, IProgress<IngestProgress>? progress, CancellationToken cancellationToken, StorageHold? held = null)
    {
        await DemandDraftAsync(actor, versionId, cancellationToken);
        using var own = held is null ? await quotas.HoldStorageAsync(actor, versionId, source.Bytes, cancellationToken) : null;
        var room = held ?? own!;
        var tally = new Tally(source, progress);
        foreach (var files in source.Files.Chunk(RowsAtOnce))
        {
            var stored = new List<StoredMedia>();
            foreach (var group in files.Chunk(FilesAtOnce))
            {
                // Opened one after the other, since entries of one archive share its stream; probing and storing overlap.
                var running = new List<Task<StoreOutcome>>();
                foreach (var file in group)
                {
                    running.Add(await (VideoPath.IsVideo(file.Name) ? videos.StartAsync(file, cancellationToken) : _images.StartAsync(file, cancellationToken)));
                }

                foreach (var (media, failed) in await Task.WhenAll(running))
                {
                    tally.Add(failed);
                    if (media is not null)
                    {
                        stored.Add(media);
                    }
                }
            }

            await SaveAsync(actor, versionId, stored, tally, room, cancellationToken);
        }

        return tally.Report();
    }

    private async Task DemandDraftAsync(Actor actor, Guid versionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        (await DatasetAccess.FindVersionAsync(db, actor, versionId, Permission.UploadAssets, cancellationToken)).DemandDraft();
    }

    private async Task SaveAsync(Actor actor, Guid versionId, List<StoredMedia> files, Tally tally, StorageHold room, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (added, duplicates) = await db.InTransactionAsync(
            async () =>
            {
                // Two uploads of the same files take turns, so that each sees what the other added.
                await db.LockDatasetVersionAsync(versionId, cancellationToken);
                return await AddRowsAsync(db, actor, versionId, files, cancellationToken);
            },
            cancellationToken);
        room.Stored(files.Sum(file => file.Blob.Size));
        tally.Add(added, duplicates);
    }

    private async Task<(List<IngestedAsset> Added, List<DuplicateFile> Duplicates)> AddRowsAsync(
        PlatformDbContext db, Actor actor, Guid versionId, List<StoredMedia> files, CancellationToken cancellationToken)
    {
        var hashes = files.Select(file => file.Blob.Sha256).Distinct().ToList();
        var known = await db.Assets.Where(asset => asset.DatasetVersionId == versionId && hashes.Contains(asset.Sha256))
            .ToDictionaryAsync(asset => asset.Sha256, asset => (asset.Id, asset.FileName), cancellationToken);
        var unassigned = await db.DatasetSplits.Where(split => split.DatasetVersionId == versionId && split.Split == SplitKind.Unassigned).Select(split => split.Id).SingleAsync(cancellationToken);
        // Ids of one millisecond are in no order; sorted, they keep the files' order in every gallery.
        var ids = new Queue<Guid>(files.Select(_ => Ids.New(time)).Order());
        var added = new List<IngestedAsset>();
        var duplicates = new List<DuplicateFile>();
        foreach (var file in files)
        {
            if (known.TryGetValue(file.Blob.Sha256, out var existing))
            {
                duplicates.Add(new DuplicateFile(file.Name, existing.Id, existing.FileName));
                continue;
            }

            var asset = new Asset(
                ids.Dequeue(), versionId, unassigned, file.Video is null ? AssetType.Image : AssetType.Video, file.Name, file.Blob.Uri, file.Blob.Sha256, file.Blob.Size,
                file.Width, file.Height, file.Exif, time.GetUtcNow().UtcDateTime);
            asset.ArriveFrom(actor == Actor.Platform ? null : actor.UserId, file.PerceptualHash);
            if (file.Video is { } video)
            {
                asset.DescribeVideo(video.DurationMs, video.Fps, video.FrameCount, video.Codec);
            }

            db.Add(asset);
            known.Add(asset.Sha256, (asset.Id, asset.FileName));
            added.Add(new IngestedAsset(asset.Id, asset.FileName));
        }

        await db.SaveChangesAsync(cancellationToken);
        return (added, duplicates);
    }

    private sealed class Tally(UploadSource source, IProgress<IngestProgress>? progress)
    {
        private readonly List<IngestedAsset> _added = [];
        private readonly List<DuplicateFile> _duplicates = [];
        private readonly List<FailedFile> _failed = [.. source.Refused.Select(refused => new FailedFile(refused.Name, refused.Code, refused.Message))];

        public void Add(FailedFile? failed)
        {
            if (failed is not null)
            {
                _failed.Add(failed);
                Tell(failed.Name);
            }
        }

        public void Add(List<IngestedAsset> added, List<DuplicateFile> duplicates)
        {
            _added.AddRange(added);
            _duplicates.AddRange(duplicates);
            Tell(added.Count > 0 ? added[^1].Name : duplicates.Count > 0 ? duplicates[^1].Name : "");
        }

        public IngestReport Report() => new(_added, _duplicates, _failed, source.Ignored);

        private void Tell(string name) =>
            progress?.Report(new IngestProgress(_added.Count + _duplicates.Count + _failed.Count, _added.Count, _duplicates.Count, _failed.Count, name));
    }
}
