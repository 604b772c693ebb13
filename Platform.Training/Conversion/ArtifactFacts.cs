using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Training.Runs;

namespace Platform.Training.Conversion;

/// <summary>JSON in model_artifact.compat: what a file was made of, how, and how closely it agrees with its network.</summary>
public sealed record ArtifactFacts
{
    private static readonly JsonSerializerOptions s_written = new(RunJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Key of the conversion; null for files of the training and for uploaded ones.</summary>
    public string? Conversion { get; init; }

    public Guid? SourceArtifactId { get; init; }

    public string? SourceSha256 { get; init; }

    /// <summary>What the differences were measured against, and on what.</summary>
    public string? Reference { get; init; }

    public string? Runtime { get; init; }

    /// <summary>Images compared.</summary>
    public int ImageCount { get; init; }

    /// <summary>Largest absolute difference by output.</summary>
    public IReadOnlyDictionary<string, float>? MaxDifference { get; init; }

    /// <summary>The bound by output; none where the score alone decides.</summary>
    public IReadOnlyDictionary<string, float>? Tolerance { get; init; }

    /// <summary>Of detections, where suppression is in the graph or a training wrote the file.</summary>
    public int? ExpectedCount { get; init; }

    public int? MatchedCount { get; init; }

    /// <summary>Pixels; of files that a training wrote.</summary>
    public float? MaxBoxDifference { get; init; }

    /// <summary>Of files that a training wrote.</summary>
    public float? MaxScoreDifference { get; init; }

    /// <summary>Null where it was not measured.</summary>
    public AccuracyChange? Accuracy { get; init; }

    /// <summary>What went in and comes out, such as "images float32 [N, 3, 320, 320]".</summary>
    public IReadOnlyList<string>? Ports { get; init; }

    /// <summary>The vendor's converter; the differences are then those of the ONNX file that it was given.</summary>
    public string? Tool { get; init; }

    /// <summary>Who uploaded the file, where somebody did.</summary>
    public string? UploadedBy { get; init; }

    /// <summary>Over all outputs; null where nothing was compared.</summary>
    public float? LargestDifference =>
        MaxDifference is { Count: > 0 } byOutput ? byOutput.Values.Max() : MaxBoxDifference is { } box && MaxScoreDifference is { } score ? Math.Max(box, score) : null;

    /// <summary>Other programs may have written other JSON: it tells nothing then.</summary>
    public static ArtifactFacts Read(string? json)
    {
        try
        {
            return json is null ? new ArtifactFacts() : JsonSerializer.Deserialize<ArtifactFacts>(json, RunJson.Options) ?? new ArtifactFacts();
        }
        catch (JsonException)
        {
            return new ArtifactFacts();
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, s_written);
}

/// <summary>The leading score of the network and of the converted file on the same images, 0 to 1.</summary>
/// <param name="Score">Its name: mAP50_95, top1 or char_accuracy.</param>
public sealed record AccuracyChange(string Score, string Split, int Images, double Before, double After)
{
    /// <summary>Positive where the conversion is better.</summary>
    public double Change => After - Before;
}
