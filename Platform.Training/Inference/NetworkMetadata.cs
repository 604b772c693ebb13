using System.Text.Json;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Training.Data;

namespace Platform.Training.Inference;

/// <summary>What an exported network says about itself, enough to use it without the platform; stored as the ONNX model's metadata_props.</summary>
public sealed record NetworkMetadata
{
    /// <summary>Value of "format": what the other properties mean.</summary>
    public const string Format = "platform.network.1";

    public required ModelTask Task { get; init; }

    /// <summary>Display names in class-index order.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Stable keys of the ontology's classes in class-index order.</summary>
    public required IReadOnlyList<string> ClassKeys { get; init; }

    /// <summary>Width of the input in pixels, and its height where no other is given.</summary>
    public required int InputSize { get; init; }

    /// <summary>Height of the input in pixels; null where it is square.</summary>
    public int? InputHeight { get; init; }

    /// <summary>Height of the input in pixels.</summary>
    public int Height => InputHeight ?? InputSize;

    public required string ModelVersionId { get; init; }

    public PixelNormalization Normalization { get; init; } = PixelNormalization.ImageNet;

    /// <summary>What only this task needs, by name.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The key-value pairs written into the file.</summary>
    public IReadOnlyDictionary<string, string> ToProperties() => new Dictionary<string, string>(Extra, StringComparer.Ordinal)
    {
        ["format"] = Format,
        ["task"] = EnumText<ModelTask>.ToText(Task),
        ["class_names"] = JsonSerializer.Serialize(ClassNames),
        ["class_keys"] = JsonSerializer.Serialize(ClassKeys),
        ["input_size"] = JsonSerializer.Serialize<int[]>([InputSize, Height]),
        ["input_color"] = "RGB",
        ["letterbox"] = DetectorMetadata.LetterboxRule,
        ["mean"] = JsonSerializer.Serialize(Normalization.Mean),
        ["std"] = JsonSerializer.Serialize(Normalization.Std),
        ["model_version_id"] = ModelVersionId,
    };

    /// <summary>Reads the pairs of a file; refuses files that this program did not write for the task.</summary>
    public static NetworkMetadata Parse(IReadOnlyDictionary<string, string> properties, ModelTask task)
    {
        if (properties.GetValueOrDefault("format") != Format || properties.GetValueOrDefault("letterbox") != DetectorMetadata.LetterboxRule
            || properties.GetValueOrDefault("task") != EnumText<ModelTask>.ToText(task))
        {
            throw new DomainRuleException(
                "model.other_task", $"This ONNX file is no network for '{EnumText<ModelTask>.ToText(task)}' exported by this platform. Export the model version again and use that file.", EnumText<ModelTask>.ToText(task));
        }

        try
        {
            var size = Json<int[]>(properties, "input_size");
            return new NetworkMetadata
            {
                Task = task,
                ClassNames = Json<string[]>(properties, "class_names"),
                ClassKeys = Json<string[]>(properties, "class_keys"),
                InputSize = size.Length == 2 ? size[0] : throw new FormatException("input_size is not a width and a height."),
                InputHeight = size[1] == size[0] ? null : size[1],
                ModelVersionId = properties["model_version_id"],
                Normalization = new PixelNormalization(Json<float[]>(properties, "mean"), Json<float[]>(properties, "std")),
                Extra = new Dictionary<string, string>(properties, StringComparer.Ordinal),
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException)
        {
            throw Damaged(exception.Message);
        }
    }

    /// <summary>A JSON value among <see cref="Extra"/>.</summary>
    public T Read<T>(string key)
    {
        try
        {
            return Json<T>(Extra, key);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException)
        {
            throw Damaged(exception.Message);
        }
    }

    private static T Json<T>(IReadOnlyDictionary<string, string> properties, string key) =>
        JsonSerializer.Deserialize<T>(properties[key]) ?? throw new FormatException($"{key} is null.");

    private static DomainRuleException Damaged(string reason) => new(
        "model.metadata_damaged", $"The ONNX file's metadata is damaged ({reason}). Export the model version again.", reason);
}
