using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Training.Trainer;

namespace Platform.Training.Checkpoints;

/// <summary>manifest.json: every checkpoint of a run with its hash, and what the run was started with.</summary>
public sealed record CheckpointManifest
{
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public int SchemaVersion { get; init; } = 1;

    public required string RecipeSha256 { get; init; }

    public required string DatasetSha256 { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<CheckpointEntry> Checkpoints { get; init; } = [];

    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this, s_options);

    public static CheckpointManifest Read(Stream stream) => JsonSerializer.Deserialize<CheckpointManifest>(stream, s_options)
        ?? throw new InvalidDataException("The manifest is empty.");
}

/// <summary>One checkpoint file.</summary>
public sealed record CheckpointEntry
{
    public required string File { get; init; }

    public required CheckpointKind Kind { get; init; }

    /// <summary>Epochs completed.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps of the next epoch, where the run was paused within it.</summary>
    public int Steps { get; init; }

    /// <summary>Lower-case hexadecimal, of the whole file.</summary>
    public required string Sha256 { get; init; }

    public required long Bytes { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>Of the averaged weights on the validation images, if there are any.</summary>
    public ValidationMetrics? Metrics { get; init; }

    /// <summary>How far the run was; compares as time does.</summary>
    [JsonIgnore]
    public (int Epoch, int Steps) Position => (Epoch, Steps);

    /// <summary>Best and final carry weights only.</summary>
    [JsonIgnore]
    public bool CanResume => Kind is CheckpointKind.Rolling or CheckpointKind.Interval;
}
