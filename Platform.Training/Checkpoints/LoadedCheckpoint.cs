using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Training.Tensors;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Checkpoints;

/// <summary>A verified checkpoint in memory; dispose it once the trainer has taken its values over.</summary>
public sealed class LoadedCheckpoint : IDisposable
{
    internal const string ResumePrefix = "resume.";
    internal const string StateKey = "state";

    // A loss that is no number any more may be under way when a run is paused.
    internal static readonly JsonSerializerOptions StateOptions = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly IReadOnlyDictionary<string, Tensor> _tensors;

    internal LoadedCheckpoint(CheckpointEntry entry, Stream stream, IReadOnlyList<string> damaged)
    {
        _tensors = SafeTensors.Read(stream, out var metadata);
        Entry = entry;
        Damaged = damaged;
        Snapshot = new TrainingSnapshot(
            JsonSerializer.Deserialize<TrainingState>(metadata[StateKey], StateOptions)!,
            Part(name => name.StartsWith(ResumePrefix, StringComparison.Ordinal) ? null : name),
            Part(name => name.StartsWith(ResumePrefix, StringComparison.Ordinal) ? name[ResumePrefix.Length..] : null));
    }

    public CheckpointEntry Entry { get; }

    /// <summary>Newer files that were passed over because their content is not what was written.</summary>
    public IReadOnlyList<string> Damaged { get; }

    public TrainingSnapshot Snapshot { get; }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }

    private Dictionary<string, Tensor> Part(Func<string, string?> rename) => _tensors
        .Select(pair => (Name: rename(pair.Key), pair.Value))
        .Where(pair => pair.Name is not null)
        .ToDictionary(pair => pair.Name!, pair => pair.Value);
}
