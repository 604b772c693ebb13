using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Platform.Core.Models.Queries;
using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Deployments.Bundles;

/// <summary>What model.json of a bundle says, taken from the properties of the ONNX file; whoever runs the file elsewhere, the browser among them, goes by it alone.</summary>
internal static class BundleDescription
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="onnxPath">A file with raw outputs.</param>
    /// <param name="version">Whose file it is.</param>
    /// <param name="deployment">The name that it was deployed under; null where it was asked for by itself.</param>
    public static (string Json, IReadOnlyList<string> Labels) Of(string onnxPath, ModelVersionDetails version, string? deployment)
    {
        using var session = new InferenceSession(onnxPath);
        var properties = session.ModelMetadata.CustomMetadataMap;
        var size = Parse(properties["input_size"]).AsArray();
        var display = DetectionThresholds.Display;
        var model = new JsonObject
        {
            ["deployment"] = deployment,
            ["model"] = version.Model.Name,
            ["modelVersion"] = version.Version.Number,
            ["modelVersionId"] = version.Version.Id,
            ["task"] = properties["task"],
            ["classKeys"] = Parse(properties["class_keys"]),
            ["classNames"] = Parse(properties["class_names"]),
            ["input"] = new JsonObject
            {
                ["width"] = size[0]!.GetValue<int>(),
                ["height"] = size[1]!.GetValue<int>(),
                ["color"] = "RGB",
                ["pad"] = LetterboxTransform.PadValue,
                ["mean"] = Parse(properties["mean"]),
                ["std"] = Parse(properties["std"]),
            },
            ["outputs"] = new JsonArray([.. session.OutputMetadata.Keys.Select(name => JsonValue.Create(name))]),
            ["scoreThreshold"] = Number(properties, "score_threshold", display.Score),
            ["iouThreshold"] = Number(properties, "iou_threshold", display.Iou),
            ["maxDetections"] = (int)Number(properties, "max_detections", display.MaxDetections),
        };
        foreach (var extra in new[] { "charset", "text_attribute", "keypoint_counts", "class_shapes" }.Where(properties.ContainsKey))
        {
            model[extra] = Parse(properties[extra]);
        }

        return (model.ToJsonString(s_indented) + "\n", [.. Parse(properties["class_names"]).AsArray().Select(name => name!.GetValue<string>())]);
    }

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;

    private static double Number(IReadOnlyDictionary<string, string> properties, string key, double otherwise) =>
        properties.TryGetValue(key, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
