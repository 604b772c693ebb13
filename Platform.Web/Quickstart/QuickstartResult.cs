using Platform.Training.Inference;

namespace Platform.Web.Quickstart;

/// <summary>The figures of a quickstart; names carry their units.</summary>
public sealed record QuickstartResult
{
    public required int Images { get; init; }

    public required int Boxes { get; init; }

    public required int SkippedBoxes { get; init; }

    public required int TrainImages { get; init; }

    public required int ValImages { get; init; }

    public required int TestImages { get; init; }

    public required string ContentSha256 { get; init; }

    public required int Epochs { get; init; }

    public required double TrainingSeconds { get; init; }

    public required double EpochSecondsMean { get; init; }

    /// <summary>Time of an epoch over the time of its steps alone; 1.15 is the bound.</summary>
    public required double EpochOverStepTime { get; init; }

    public required double ImagesPerSecond { get; init; }

    /// <summary>Scores on test by name; per class as "AP50/key" and "AP50_95/key".</summary>
    public required IReadOnlyDictionary<string, double> Test { get; init; }

    /// <summary>Comparison of ONNX Runtime with libtorch.</summary>
    public required ParityReport OnnxParity { get; init; }

    public required int AutoAnnotatedImages { get; init; }

    public required int AutoAnnotatedBoxes { get; init; }

    public required IReadOnlyList<QuickstartArtifact> Artifacts { get; init; }

    public required Guid ProjectId { get; init; }

    public required Guid RunId { get; init; }
}

/// <summary>A file of the trained model.</summary>
public sealed record QuickstartArtifact(string Name, string Path, long SizeBytes);
