using System.Text.Json.Nodes;
using Platform.Training.Incremental;

namespace Platform.Training.Runs;

/// <summary>What run.json says: enough to list a run, to show what it trains, and to resume it after the process died.</summary>
public sealed record RunRecord
{
    /// <summary>Id of the model version that the run trains.</summary>
    public required Guid Id { get; init; }

    public required Guid ProjectId { get; init; }

    public required Guid DepartmentId { get; init; }

    public required Guid ModelId { get; init; }

    public required string ModelName { get; init; }

    public required Guid DatasetVersionId { get; init; }

    public required string DatasetName { get; init; }

    /// <summary>Hash of the frozen data at launch; a resume refuses other data.</summary>
    public required string DatasetSha256 { get; init; }

    public required Guid LaunchedBy { get; init; }

    public required string LaunchedByName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The task's recipe as given at launch.</summary>
    public required JsonObject Recipe { get; init; }

    public required bool TrainOnValidation { get; init; }

    /// <summary>Null for a training from random weights.</summary>
    public StartingPoint? StartsFrom { get; init; }

    /// <summary>Null for a training without a parent.</summary>
    public IncrementalInfo? GrowsFrom { get; init; }

    public RunState State { get; init; } = RunState.Queued;

    public string? Message { get; init; }

    /// <summary>Stopped early by a person: when it goes on, it only registers what it has.</summary>
    public bool FinishRequested { get; init; }

    /// <summary>The run whose recipe, seed and data this one repeats.</summary>
    public Guid? Reproduces { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Epochs whose end was recorded.</summary>
    public int Epoch { get; init; }

    public int Epochs { get; init; }

    /// <summary>Newest validation scores by name, and losses while there are none.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}

/// <summary>Imported weights that a run starts from, with the terms they were brought under.</summary>
public sealed record StartingPoint(Guid WeightsId, string Name, string Sha256, string Licence);
