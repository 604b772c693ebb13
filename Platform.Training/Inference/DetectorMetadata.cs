using System.Globalization;
using System.Text.Json;
using Platform.Core.Shared;
using Platform.Training.Data;

namespace Platform.Training.Inference;

/// <summary>What a detector file says about itself, enough to use it without the platform; stored as the ONNX model's metadata_props.</summary>
public sealed record DetectorMetadata
{
    /// <summary>Value of "format": what the other properties mean.</summary>
    public const string Format = "platform.detector.1";

    /// <summary>Value of "letterbox": aspect ratio kept, centred, padded with this grey, boxes in input pixels.</summary>
    public const string LetterboxRule = "fit-center-114";

    /// <summary>Display names in class-index order.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Stable keys of the ontology's classes in class-index order.</summary>
    public required IReadOnlyList<string> ClassKeys { get; init; }

    /// <summary>Side of the square input in pixels.</summary>
    public required int InputSize { get; init; }

    public required string ModelVersionId { get; init; }

    public IReadOnlyList<int> Strides { get; init; } = [8, 16, 32];

    public PixelNormalization Normalization { get; init; } = PixelNormalization.ImageNet;

    /// <summary>Suggested thresholds for showing boxes to a person.</summary>
    public DetectionThresholds Thresholds { get; init; } = DetectionThresholds.Display;

    public int ClassCount => ClassNames.Count;

    /// <summary>The key-value pairs written into the file.</summary>
    public IReadOnlyDictionary<string, string> ToProperties() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["format"] = Format,
        ["task"] = "det",
        ["class_names"] = JsonSerializer.Serialize(ClassNames),
        ["class_keys"] = JsonSerializer.Serialize(ClassKeys),
        ["input_size"] = JsonSerializer.Serialize<int[]>([InputSize, InputSize]),
        ["input_color"] = "RGB",
        ["letterbox"] = LetterboxRule,
        ["mean"] = JsonSerializer.Serialize(Normalization.Mean),
        ["std"] = JsonSerializer.Serialize(Normalization.Std),
        ["stride"] = JsonSerializer.Serialize(Strides),
        ["score_threshold"] = Thresholds.Score.ToString("R", CultureInfo.InvariantCulture),
        ["iou_threshold"] = Thresholds.Iou.ToString("R", CultureInfo.InvariantCulture),
        ["max_detections"] = Thresholds.MaxDetections.ToString(CultureInfo.InvariantCulture),
        ["model_version_id"] = ModelVersionId,
    };

    /// <summary>Reads the pairs of a file; refuses files that this program did not write as detectors.</summary>
    public static DetectorMetadata Parse(IReadOnlyDictionary<string, string> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (properties.GetValueOrDefault("format") != Format || properties.GetValueOrDefault("letterbox") != LetterboxRule)
        {
            throw new DomainRuleException(
                "model.not_a_detector", "This ONNX file is not a detector exported by this platform. Export the model version again and use that file.");
        }

        try
        {
            var size = Json<int[]>(properties, "input_size");
            return new DetectorMetadata
            {
                ClassNames = Json<string[]>(properties, "class_names"),
                ClassKeys = Json<string[]>(properties, "class_keys"),
                InputSize = size.Length == 2 && size[0] == size[1] ? size[0] : throw new FormatException("input_size is not a square."),
                ModelVersionId = properties["model_version_id"],
                Strides = Json<int[]>(properties, "stride"),
                Normalization = new PixelNormalization(Json<float[]>(properties, "mean"), Json<float[]>(properties, "std")),
                Thresholds = new DetectionThresholds(
                    float.Parse(properties["score_threshold"], CultureInfo.InvariantCulture),
                    float.Parse(properties["iou_threshold"], CultureInfo.InvariantCulture),
                    int.Parse(properties["max_detections"], CultureInfo.InvariantCulture)),
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new DomainRuleException(
                "model.metadata_damaged", $"The ONNX file's metadata is damaged ({exception.Message}). Export the model version again.", exception.Message);
        }
    }

    private static T Json<T>(IReadOnlyDictionary<string, string> properties, string key) =>
        JsonSerializer.Deserialize<T>(properties[key]) ?? throw new FormatException($"{key} is null.");
}
