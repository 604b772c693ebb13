using Platform.Training.Export;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Cls;

/// <summary>Writes a classifier as ONNX: input "images" [N, 3, S, S] (normalised RGB), output "probabilities" [N, C].</summary>
public static class ClassifierOnnxExporter
{
    public const string Output = "probabilities";

    /// <summary>The model file; running statistics are used always.</summary>
    public static byte[] Export(Classifier network, NetworkMetadata metadata) => Draw(network, metadata).ToFile();

    /// <summary>As <see cref="Export"/>, before it is written.</summary>
    public static OnnxGraphBuilder Draw(Classifier network, NetworkMetadata metadata)
    {
        var graph = new OnnxGraphBuilder("classifier");
        var writer = new DetectorGraphWriter(graph);
        var images = graph.Input(OnnxNetwork.Input, OnnxElementType.Float, "N", 3, metadata.InputSize, metadata.InputSize);
        var pooled = graph.GlobalAveragePool("pool", writer.Backbone(network.Backbone, images)[^1]); // [N, c5, 1, 1]
        var features = graph.Reshape("features", pooled, 0, network.Head.in_features);
        var logits = writer.Linear("head", features, network.Head); // [N, C]
        graph.Output(graph.Softmax(Output, logits, -1), OnnxElementType.Float, "N", network.Head.out_features);
        return graph.Describe(metadata.ToProperties());
    }
}
