using System.Text.Json;
using Microsoft.Extensions.Logging;
using Platform.Core.Storage;
using Platform.Training.Checkpoints;

namespace Platform.Training.Runs;

/// <summary>
/// Keeps a copy of every run's checkpoints in the object store, by one thread beside the training. The run's folder is the spool: while the store does not answer nothing
/// is lost and nobody waits, and what copies.json does not name as copied is caught up with later, by this process or the next.
/// </summary>
public sealed partial class CheckpointCopies(RunBoard board, IBlobStore store, RunOptions options, ILogger<CheckpointCopies> logger) : IAsyncDisposable
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    private readonly HashSet<Guid> _behind = [];
    private readonly SemaphoreSlim _marked = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task? _work;

    /// <summary>Where blobs are files of this machine a copy would only be a second one.</summary>
    public bool IsEnabled { get; } = store is not LocalBlobStore;

    /// <summary>Starts copying, first what an earlier process has left.</summary>
    public void Start()
    {
        if (IsEnabled && _work is null)
        {
            _work = Task.Run(() => WorkAsync(_stop.Token));
        }
    }

    /// <summary>Says that the run has saved something; returns at once.</summary>
    public void Mark(Guid runId)
    {
        lock (_behind)
        {
            if (IsEnabled && _behind.Add(runId))
            {
                _marked.Release();
            }
        }
    }

    /// <summary>Brings the run's copies up to date: new files, then the manifest, then what it no longer names is deleted.</summary>
    public async Task CopyAsync(Guid runId, CancellationToken cancellation)
    {
        var folder = board.Folder(runId);
        if (ReadManifest(folder) is not { } manifest)
        {
            return;
        }

        var copied = ReadCopied(folder);
        foreach (var entry in manifest.Checkpoints.Where(entry => copied.GetValueOrDefault(entry.File) != entry.Sha256))
        {
            var content = File.OpenRead(Path.Combine(folder.Checkpoints, entry.File));
            await using (content.ConfigureAwait(false))
            {
                await store.PutNamedAsync(Prefix(runId) + entry.File, content, cancellation).ConfigureAwait(false);
            }

            copied[entry.File] = entry.Sha256;
            await WriteCopiedAsync(folder, copied, cancellation).ConfigureAwait(false);
        }

        using var written = new MemoryStream();
        manifest.Write(written);
        written.Position = 0;
        await store.PutNamedAsync(Prefix(runId) + CheckpointManifest.FileName, written, cancellation).ConfigureAwait(false);
        var named = manifest.Checkpoints.Select(entry => entry.File).ToHashSet();
        await foreach (var blob in store.ListNamedAsync(Prefix(runId), cancellation).ConfigureAwait(false))
        {
            var file = blob.Name[Prefix(runId).Length..];
            if (file != CheckpointManifest.FileName && !named.Contains(file))
            {
                await store.DeleteAsync(blob.Uri, cancellation).ConfigureAwait(false);
                copied.Remove(file);
            }
        }

        copied[CheckpointManifest.FileName] = Fingerprint(manifest);
        await WriteCopiedAsync(folder, copied, cancellation).ConfigureAwait(false);
    }

    /// <summary>Fetches the newest checkpoint whose file here is missing or damaged, so that a lost folder does not cost the run.</summary>
    /// <returns>How many files were fetched.</returns>
    public async Task<int> FetchMissingAsync(Guid runId, CheckpointStore checkpoints, CancellationToken cancellation)
    {
        var files = new DiskCheckpointFiles(board.Folder(runId).Checkpoints);
        var isManifestLost = !files.Exists(CheckpointManifest.FileName) && File.Exists(board.Folder(runId).CopiesFile);
        if (!IsEnabled || (!isManifestLost && Missing(checkpoints).Count == 0))
        {
            return 0;
        }

        var blobs = new Dictionary<string, string>();
        await foreach (var blob in store.ListNamedAsync(Prefix(runId), cancellation).ConfigureAwait(false))
        {
            blobs[blob.Name[Prefix(runId).Length..]] = blob.Uri;
        }

        if (isManifestLost && blobs.TryGetValue(CheckpointManifest.FileName, out var manifest))
        {
            await FetchAsync(files, CheckpointManifest.FileName, manifest, cancellation).ConfigureAwait(false);
        }

        var fetched = 0;
        foreach (var entry in Missing(checkpoints).Where(entry => blobs.ContainsKey(entry.File)))
        {
            await FetchAsync(files, entry.File, blobs[entry.File], cancellation).ConfigureAwait(false);
            board.Publish(runId, RunLines.Of("checkpointFetched", entry.File));
            fetched++;
        }

        return fetched;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_work is not null)
        {
            await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
        _marked.Dispose();
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        foreach (var run in board.All.Where(run => IsBehind(board.Folder(run.Id))))
        {
            Mark(run.Id);
        }

        var pause = options.RetryInterval;
        while (true)
        {
            await _marked.WaitAsync(cancellation).ConfigureAwait(false);
            var runId = TakeOne();
            try
            {
                await CopyAsync(runId, cancellation).ConfigureAwait(false);
                if (pause > options.RetryInterval)
                {
                    board.Publish(runId, RunLines.Of("copiesBack"));
                }

                pause = options.RetryInterval;
            }
            catch (FileNotFoundException)
            {
                // The training has replaced the file in the meantime: once more, with what there is now.
                Mark(runId);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                LogFailure(logger, runId, failure);
                if (pause == options.RetryInterval)
                {
                    board.Publish(runId, StoreOutage.Find(failure) is { Kind: OutageKind.StoreSilent } silent ? RunLines.Warning("copiesBehind", silent.Detail) : RunLines.Warning("copiesFailed", failure.Message));
                }

                Mark(runId);
                await Task.Delay(pause, cancellation).ConfigureAwait(false);
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }
        }
    }

    private Guid TakeOne()
    {
        lock (_behind)
        {
            var runId = _behind.First();
            _behind.Remove(runId);
            return runId;
        }
    }

    // Of those to resume from the newest is enough; best ones cannot be made again.
    private static List<CheckpointEntry> Missing(CheckpointStore checkpoints)
    {
        var entries = checkpoints.ReadManifest().Checkpoints;
        return [.. entries.Where(entry => entry.CanResume).OrderByDescending(entry => entry.Position).Take(1).Concat(entries.Where(entry => !entry.CanResume)).Where(entry => !checkpoints.Verify(entry))];
    }

    private static string Prefix(Guid runId) => $"runs/{runId}/checkpoints/";

    private static bool IsBehind(RunFolder folder) =>
        ReadManifest(folder) is { } manifest && ReadCopied(folder).GetValueOrDefault(CheckpointManifest.FileName) != Fingerprint(manifest);

    private static string Fingerprint(CheckpointManifest manifest) => string.Join('\n', manifest.Checkpoints.Select(entry => $"{entry.File} {entry.Sha256}"));

    private static CheckpointManifest? ReadManifest(RunFolder folder)
    {
        var files = new DiskCheckpointFiles(folder.Checkpoints);
        if (!files.Exists(CheckpointManifest.FileName))
        {
            return null;
        }

        using var stream = files.OpenRead(CheckpointManifest.FileName);
        return CheckpointManifest.Read(stream);
    }

    private static Dictionary<string, string> ReadCopied(RunFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(folder.CopiesFile)) ?? [];
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            // Copying once more than needed does no harm.
            return [];
        }
    }

    private static Task WriteCopiedAsync(RunFolder folder, Dictionary<string, string> copied, CancellationToken cancellation) =>
        DurableFile.WriteAsync(folder.CopiesFile, stream => JsonSerializer.SerializeAsync(stream, copied, cancellationToken: cancellation), cancellation);

    private async Task FetchAsync(DiskCheckpointFiles files, string name, string uri, CancellationToken cancellation)
    {
        var content = await store.OpenReadAsync(uri, cancellation).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            files.Write(name, content.CopyTo);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Checkpoints of run {RunId} could not be copied to the object store")]
    private static partial void LogFailure(ILogger logger, Guid runId, Exception failure);
}
