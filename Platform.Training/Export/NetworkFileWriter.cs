using Platform.Training.Export.Onnx;
using Platform.Training.Inference;

namespace Platform.Training.Export;

/// <summary>Closes a graph as a model file.</summary>
internal static class NetworkFileWriter
{
    private const string Producer = "Platform";

    /// <summary>The whole file, the metadata among its properties.</summary>
    public static byte[] ToFile(this OnnxGraphBuilder graph, NetworkMetadata metadata)
    {
        foreach (var (key, value) in metadata.ToProperties())
        {
            graph.Metadata(key, value);
        }

        return graph.ToArray(Producer, typeof(NetworkFileWriter).Assembly.GetName().Version?.ToString() ?? "0");
    }
}
