using System.Security.Cryptography;
using System.Text.Json;
using Platform.Core.Shared;
using Platform.Training.Tensors;
using Platform.Training.Trainer;

namespace Platform.Training.Checkpoints;

/// <summary>
/// A run's checkpoints. New files get new names and the manifest is replaced last, so a crash at any point leaves a manifest
/// whose files are whole. Used by one thread at a time.
/// </summary>
public sealed class CheckpointStore : ICheckpointSink
{
    /// <summary>Checkpoints to resume from that stay whatever their kind: a damaged newest one costs an epoch, not five.</summary>
    private const int NewestKept = 2;

    private readonly ICheckpointFiles _files;
    private readonly CheckpointContext _context;
    private readonly int _intervalsKept;
    private readonly TimeProvider _time;

    /// <param name="files">The run's folder.</param>
    /// <param name="context">What the run was started with; a manifest with other hashes is refused.</param>
    /// <param name="intervalsKept">How many of the interval checkpoints stay.</param>
    /// <param name="time">Stamps the entries.</param>
    public CheckpointStore(ICheckpointFiles files, CheckpointContext context, int intervalsKept, TimeProvider time)
    {
        _files = files;
        _context = context;
        _intervalsKept = intervalsKept;
        _time = time;
    }

    public string Save(TrainingSnapshot snapshot, CheckpointKind kind)
    {
        var epoch = snapshot.State.CompletedEpochs;
        var name = FileNameOf(kind, epoch, snapshot.State.StepsOfEpoch);
        var (sha256, bytes) = ("", 0L);
        _files.Write(name, stream => (sha256, bytes) = WriteHashed(stream, snapshot, kind));
        var entry = new CheckpointEntry
        {
            File = name,
            Kind = kind,
            Epoch = epoch,
            Steps = snapshot.State.StepsOfEpoch,
            Sha256 = sha256,
            Bytes = bytes,
            SavedAt = _time.GetUtcNow(),
            Metrics = snapshot.State.Metrics,
        };

        var before = ReadManifest();
        var after = Retain([.. before.Checkpoints.Where(other => other.File != name), entry]);
        _files.Write(CheckpointManifest.FileName, (before with { Checkpoints = after }).Write);
        foreach (var dropped in before.Checkpoints.Where(old => after.All(kept => kept.File != old.File)))
        {
            _files.Delete(dropped.File);
        }

        return name;
    }

    /// <summary>The manifest, or an empty one before the first checkpoint.</summary>
    /// <exception cref="ConflictException">The run was started with other settings or data.</exception>
    public CheckpointManifest ReadManifest()
    {
        if (!_files.Exists(CheckpointManifest.FileName))
        {
            return new CheckpointManifest { RecipeSha256 = _context.RecipeSha256, DatasetSha256 = _context.DatasetSha256 };
        }

        using var stream = _files.OpenRead(CheckpointManifest.FileName);
        var manifest = CheckpointManifest.Read(stream);
        return manifest.RecipeSha256 == _context.RecipeSha256 && manifest.DatasetSha256 == _context.DatasetSha256
            ? manifest
            : throw new ConflictException(
                "training.resume_changed",
                "The training settings or the data are not those this run was started with. Start a new run from its best model instead of resuming it.");
    }

    /// <summary>The newest checkpoint to resume from whose content is what was written; damaged ones are passed over and named.</summary>
    /// <returns>Null if there is none.</returns>
    public LoadedCheckpoint? LoadNewest()
    {
        var damaged = new List<string>();
        foreach (var entry in ReadManifest().Checkpoints.Where(entry => entry.CanResume).OrderByDescending(entry => entry.Position))
        {
            if (Verify(entry))
            {
                using var stream = _files.OpenRead(entry.File);
                return new LoadedCheckpoint(entry, stream, damaged);
            }

            damaged.Add(entry.File);
        }

        return null;
    }

    /// <summary>The file of an entry, to keep or to convert it.</summary>
    public Stream OpenRead(CheckpointEntry entry) => _files.OpenRead(entry.File);

    /// <summary>Whether the file is there and has the hash it was written with.</summary>
    public bool Verify(CheckpointEntry entry)
    {
        if (!_files.Exists(entry.File))
        {
            return false;
        }

        using var stream = _files.OpenRead(entry.File);
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == entry.Sha256;
    }

    /// <summary>Deletes what a kill in the middle of a save has left behind. Not to be called while somebody else saves.</summary>
    public void RemoveLeftovers()
    {
        var kept = ReadManifest().Checkpoints.Select(entry => entry.File).Append(CheckpointManifest.FileName).ToHashSet();
        foreach (var name in _files.List().Where(name => !kept.Contains(name)))
        {
            _files.Delete(name);
        }
    }

    private static string FileNameOf(CheckpointKind kind, int epoch, int steps) => kind switch
    {
        CheckpointKind.Rolling when steps > 0 => $"last-{epoch:D4}-{steps:D6}.safetensors",
        CheckpointKind.Rolling => $"last-{epoch:D4}.safetensors",
        CheckpointKind.Interval => $"epoch-{epoch:D4}.safetensors",
        CheckpointKind.Best => $"best-{epoch:D4}.safetensors",
        CheckpointKind.Final => $"final-{epoch:D4}.safetensors",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown checkpoint kind."),
    };

    private (string Sha256, long Bytes) WriteHashed(Stream stream, TrainingSnapshot snapshot, CheckpointKind kind)
    {
        using var sha256 = SHA256.Create();
        using (var hashed = new CryptoStream(stream, sha256, CryptoStreamMode.Write, leaveOpen: true))
        {
            var tensors = snapshot.Weights.ToDictionary();
            if (kind is CheckpointKind.Rolling or CheckpointKind.Interval)
            {
                foreach (var (name, tensor) in snapshot.Resume)
                {
                    tensors[LoadedCheckpoint.ResumePrefix + name] = tensor;
                }
            }

            SafeTensors.Write(hashed, tensors, new Dictionary<string, string>
            {
                ["format"] = "platform.checkpoint.1",
                ["recipe"] = _context.RecipeJson,
                ["classes"] = JsonSerializer.Serialize(_context.ClassNames),
                [LoadedCheckpoint.StateKey] = JsonSerializer.Serialize(snapshot.State, LoadedCheckpoint.StateOptions),
            });
        }

        return (Convert.ToHexStringLower(sha256.Hash!), stream.Position);
    }

    // Best and final: the one saved last. To resume from: the newest few, and the newest few of those at intervals.
    // A run that fell back to an older checkpoint has left newer ones behind; they end with its first save.
    private List<CheckpointEntry> Retain(IReadOnlyList<CheckpointEntry> entries)
    {
        var reached = entries.LastOrDefault(entry => entry.CanResume)?.Position ?? default;
        var resumable = entries.Where(entry => entry.CanResume && entry.Position.CompareTo(reached) <= 0).OrderByDescending(entry => entry.Position).ToList();
        var kept = resumable.Take(NewestKept).Concat(resumable.Where(entry => entry.Kind == CheckpointKind.Interval).Take(_intervalsKept)).ToHashSet();
        return [.. entries.Where(entry => entry.CanResume ? kept.Contains(entry) : entries.Last(other => other.Kind == entry.Kind) == entry)];
    }
}
