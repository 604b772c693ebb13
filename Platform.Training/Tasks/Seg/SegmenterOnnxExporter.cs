using System.Globalization;
using Platform.Training.Export;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;
using Platform.Training.Models;

namespace Platform.Training.Tasks.Seg;

/// <summary>
/// Writes a segmenter as ONNX: input "images" [N, 3, S, S] (normalised RGB), outputs "boxes" [N, P, 4] and "scores" [N, P, C] as of a detector,
/// "coefficients" [N, P, M] and "prototypes" [N, M, S/4, S/4]. A mask is sigmoid(coefficients x prototypes), cut by its box; suppression comes first.
/// </summary>
public static class SegmenterOnnxExporter
{
    /// <summary>In the order of <see cref="SegmenterRawOutput"/>.</summary>
    public static IReadOnlyList<string> Outputs { get; } = ["boxes", "scores", "coefficients", "prototypes"];

    /// <summary>The model file; running statistics are used always.</summary>
    public static byte[] Export(Segmenter network, NetworkMetadata metadata) => Draw(network, metadata).ToFile();

    /// <summary>As <see cref="Export"/>, before it is written.</summary>
    public static OnnxGraphBuilder Draw(Segmenter network, NetworkMetadata metadata)
    {
        var grid = new PointGrid(metadata.InputSize, metadata.InputSize);
        var graph = new OnnxGraphBuilder("segmenter");
        var writer = new DetectorGraphWriter(graph);
        var images = graph.Input(OnnxNetwork.Input, OnnxElementType.Float, "N", 3, metadata.InputSize, metadata.InputSize);
        var maps = writer.Neck(network.Neck, writer.Backbone(network.Backbone, images));
        var (classes, bins) = writer.Head(network.Head, maps);
        var prototypes = network.Masks.Last.weight.shape[0];
        graph.Output(DetectorOnnxExporter.Boxes(graph, bins, grid, network.Architecture.RegMax + 1), OnnxElementType.Float, "N", grid.Count, 4);
        graph.Output(graph.Sigmoid("scores", classes), OnnxElementType.Float, "N", grid.Count, network.Architecture.ClassCount);
        graph.Output(graph.Concat("coefficients", Coefficients(writer, network.Masks, maps), 1), OnnxElementType.Float, "N", grid.Count, prototypes);
        graph.Output(Prototypes(graph, writer, network.Masks, maps[0]), OnnxElementType.Float, "N", prototypes, metadata.InputSize / 4, metadata.InputSize / 4);
        return graph.Describe(metadata.ToProperties());
    }

    private static List<string> Coefficients(DetectorGraphWriter writer, MaskHead masks, IReadOnlyList<string> maps) =>
        [.. maps.Select((map, level) => writer.Prediction(Name("masks.preds", level), writer.Tower(Name("masks.tower", level), map, masks.Tower, level), masks.Predictions[level]))];

    private static string Prototypes(OnnxGraphBuilder graph, DetectorGraphWriter writer, MaskHead masks, string stride8)
    {
        var doubled = graph.UpsampleNearest2x("masks.up", writer.Block("masks.before", stride8, masks.Before));
        return writer.Convolution("prototypes", writer.Block("masks.after", doubled, masks.After), masks.Last, FoldedConvolution.Of(masks.Last));
    }

    private static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}.{number}");
}
