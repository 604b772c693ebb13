using Platform.Training.Export;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Ocr;

/// <summary>Writes a network for text lines as ONNX: input "images" [N, 3, H, W] (normalised RGB), output "probabilities" [N, T, K + 1], blank first.</summary>
public static class LineOnnxExporter
{
    public const string Output = "probabilities";

    // libtorch keeps the gates as input, forget, cell, output; ONNX as input, output, forget, cell.
    private static readonly int[] s_gates = [0, 3, 1, 2];

    /// <summary>The model file; running statistics are used always.</summary>
    public static byte[] Export(LineRecognizer network, NetworkMetadata metadata) => Draw(network, metadata).ToFile();

    /// <summary>As <see cref="Export"/>, before it is written.</summary>
    public static OnnxGraphBuilder Draw(LineRecognizer network, NetworkMetadata metadata)
    {
        var graph = new OnnxGraphBuilder("line_recognizer");
        var writer = new DetectorGraphWriter(graph);
        var map = graph.Input(OnnxNetwork.Input, OnnxElementType.Float, "N", 3, metadata.Height, metadata.InputSize);
        for (var i = 0; i < network.Convolutions.Count; i++)
        {
            var name = FormattableString.Invariant($"convolutions.{i}");
            map = writer.Block(name, map, network.Convolutions[i]);
            map = LineRecognizer.PoolBehind(i) is var (height, width) ? graph.MaxPool(name + ".pool", map, height, width) : map;
        }

        // [N, C, R, T] -> [T, N, C, R] -> [T, N, C x R]
        var columns = graph.Reshape("columns", graph.Transpose("time_first", map, 3, 0, 1, 2), 0, 0, -1);
        var once = Lstm(graph, "first", columns, network.First, network.HiddenSize);
        var twice = Lstm(graph, "second", once, network.Second, network.HiddenSize);
        var logits = graph.Transpose("logits", writer.Linear("head", graph.Concat("seen", [columns, twice], -1), network.Head), 1, 0, 2); // [N, T, K + 1]
        graph.Output(graph.Softmax(Output, logits, -1), OnnxElementType.Float, "N", metadata.InputSize / LineRecognizer.ColumnPx, network.Head.out_features);
        return graph.Describe(metadata.ToProperties());
    }

    // [T, N, inputs] -> [T, N, 2 x hidden]
    private static string Lstm(OnnxGraphBuilder graph, string name, string input, LSTM lstm, int hidden)
    {
        using var scope = NewDisposeScope();
        var weights = lstm.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        var inputs = (int)weights["weight_ih_l0"].shape[1];
        string[] directions = ["", "_reverse"];
        var w = graph.Constant(name + ".w", [.. directions.SelectMany(way => Gates(weights["weight_ih_l0" + way], hidden * inputs))], 2, 4 * hidden, inputs);
        var r = graph.Constant(name + ".r", [.. directions.SelectMany(way => Gates(weights["weight_hh_l0" + way], hidden * hidden))], 2, 4 * hidden, hidden);
        var b = graph.Constant(
            name + ".b", [.. directions.SelectMany(way => Gates(weights["bias_ih_l0" + way], hidden).Concat(Gates(weights["bias_hh_l0" + way], hidden)))], 2, 8 * hidden);
        var both = graph.LstmBothWays(name + ".both", input, w, r, b, hidden); // [T, 2, N, hidden]
        return graph.Reshape(name, graph.Transpose(name + ".joined", both, 0, 2, 1, 3), 0, 0, -1);
    }

    private static IEnumerable<float> Gates(Tensor stacked, int gateLength)
    {
        var values = FoldedConvolution.Values(stacked);
        return s_gates.SelectMany(gate => values.AsMemory(gate * gateLength, gateLength).ToArray());
    }
}
