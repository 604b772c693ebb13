using System.Globalization;
using Platform.Training.Export;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;
using Platform.Training.Models;

namespace Platform.Training.Tasks.Pose;

/// <summary>
/// Writes a pose network as ONNX: input "images" [N, 3, S, S] (normalised RGB), outputs "boxes" [N, P, 4] and "scores" [N, P, C] as of a
/// detector, "keypoints" [N, P, 2K] (x and y in turn, input pixels) and "presence" [N, P, K] (probabilities).
/// </summary>
public static class PoseOnnxExporter
{
    /// <summary>In the order of <see cref="PoseRawOutput"/>.</summary>
    public static IReadOnlyList<string> Outputs { get; } = ["boxes", "scores", "keypoints", "presence"];

    /// <summary>The model file; running statistics are used always.</summary>
    public static byte[] Export(PoseNetwork network, NetworkMetadata metadata) => Draw(network, metadata).ToFile();

    /// <summary>As <see cref="Export"/>, before it is written.</summary>
    public static OnnxGraphBuilder Draw(PoseNetwork network, NetworkMetadata metadata)
    {
        var grid = new PointGrid(metadata.InputSize, metadata.InputSize);
        var graph = new OnnxGraphBuilder("pose");
        var writer = new DetectorGraphWriter(graph);
        var images = graph.Input(OnnxNetwork.Input, OnnxElementType.Float, "N", 3, metadata.InputSize, metadata.InputSize);
        var maps = writer.Neck(network.Neck, writer.Backbone(network.Backbone, images));
        var (classes, bins) = writer.Head(network.Head, maps);
        var (offsets, presence) = Keypoints(graph, writer, network.Keypoints, maps);
        var count = network.Keypoints.PresencePredictions[0].weight.shape[0];
        graph.Output(DetectorOnnxExporter.Boxes(graph, bins, grid, network.Architecture.RegMax + 1), OnnxElementType.Float, "N", grid.Count, 4);
        graph.Output(graph.Sigmoid("scores", classes), OnnxElementType.Float, "N", grid.Count, network.Architecture.ClassCount);
        graph.Output(Places(graph, offsets, grid, (int)count), OnnxElementType.Float, "N", grid.Count, 2 * count);
        graph.Output(graph.Sigmoid("presence", presence), OnnxElementType.Float, "N", grid.Count, count);
        return graph.Describe(metadata.ToProperties());
    }

    private static (string Offsets, string Presence) Keypoints(OnnxGraphBuilder graph, DetectorGraphWriter writer, KeypointHead head, IReadOnlyList<string> maps)
    {
        var (offsets, presence) = (new List<string>(), new List<string>());
        for (var level = 0; level < maps.Count; level++)
        {
            var features = writer.Tower(Name("keypoints.tower", level), maps[level], head.Tower, level);
            offsets.Add(writer.Prediction(Name("keypoints.offsets", level), features, head.OffsetPredictions[level]));
            presence.Add(writer.Prediction(Name("keypoints.presence", level), features, head.PresencePredictions[level]));
        }

        return (graph.Concat("keypoints.all_offsets", offsets, 1), graph.Concat("keypoints.all_presence", presence, 1));
    }

    // offsets [N, P, 2K] in strides -> input pixels
    private static string Places(OnnxGraphBuilder graph, string offsets, PointGrid grid, int keypoints)
    {
        var points = new float[grid.Count * 2 * keypoints];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = i % 2 == 0 ? grid.X[i / (2 * keypoints)] : grid.Y[i / (2 * keypoints)];
        }

        var scaled = graph.Mul("keypoints.scaled", offsets, graph.Constant("keypoints.strides", grid.Stride, 1, grid.Count, 1));
        return graph.Add("keypoints", graph.Constant("keypoints.points", points, 1, grid.Count, 2 * keypoints), scaled);
    }

    private static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}.{number}");
}
