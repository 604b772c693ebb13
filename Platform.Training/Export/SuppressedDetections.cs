using System.Globalization;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;

namespace Platform.Training.Export;

/// <summary>Puts non-maximum suppression behind a detector's raw outputs, for runtimes whose programs shall not do it themselves.</summary>
public static class SuppressedDetections
{
    /// <summary>Value of "format" in the file: its only output is <see cref="Output"/>.</summary>
    public const string Format = "platform.detections.1";

    /// <summary>[K, 7]: number of the image in the batch, class, score, x1, y1, x2, y2 in input pixels; by image, then class, then falling score.</summary>
    public const string Output = "detections";

    /// <summary>Values of a row of the output.</summary>
    public const int RowLength = 7;

    /// <summary>A graph with the suppression at its end; thresholds are constants in it. At most <see cref="DetectionThresholds.MaxDetections"/> a class.</summary>
    public static OnnxGraphBuilder Apply(OnnxGraphBuilder graph, DetectionThresholds thresholds)
    {
        var result = graph.StartAgain();
        foreach (var node in graph.Nodes)
        {
            result.Take(graph, node);
        }

        var scores = result.Transpose("nms.scores", "scores", 0, 2, 1); // [N, C, P]
        var kept = result.NonMaxSuppression("nms", "boxes", scores, thresholds.MaxDetections, thresholds.Iou, thresholds.Score); // [K, 3]
        var parts = result.Split("nms.parts", kept, 1, 1, 1, 1);
        var boxes = result.GatherRows("nms.boxes", "boxes", result.Concat("nms.points", [parts[0], parts[2]], 1)); // [K, 4]
        var keptScores = result.Node("Unsqueeze", "nms.column", [result.GatherRows("nms.kept_scores", scores, kept), result.Constant("nms.last", new[] { 1L }, 1)]); // [K, 1]
        var image = result.Cast("nms.image", parts[0], OnnxElementType.Float);
        var classes = result.Cast("nms.class", parts[1], OnnxElementType.Float);
        result.Output(result.Concat(Output, [image, classes, keptScores, boxes], 1), OnnxElementType.Float, "K", RowLength);
        result.Metadata("format", Format);
        result.Metadata("score_threshold", thresholds.Score.ToString("R", CultureInfo.InvariantCulture));
        result.Metadata("iou_threshold", thresholds.Iou.ToString("R", CultureInfo.InvariantCulture));
        result.Metadata("max_detections", thresholds.MaxDetections.ToString(CultureInfo.InvariantCulture));
        return result;
    }

    /// <summary>The rows of each image of a batch, by falling score and at most as many as the thresholds allow.</summary>
    public static IReadOnlyList<List<Detection>> Read(ReadOnlySpan<float> rows, int batchSize, DetectionThresholds thresholds)
    {
        var images = Enumerable.Range(0, batchSize).Select(_ => new List<Detection>()).ToList();
        for (var row = 0; row < rows.Length; row += RowLength)
        {
            images[(int)rows[row]].Add(new Detection((int)rows[row + 1], rows[row + 2], rows[row + 3], rows[row + 4], rows[row + 5], rows[row + 6]));
        }

        return [.. images.Select(found => found.OrderByDescending(detection => detection.Score).Take(thresholds.MaxDetections).ToList())];
    }
}
