using Platform.Training.Export.Onnx;

namespace Platform.Training.Export;

/// <summary>Closes a graph as a model file.</summary>
internal static class NetworkFileWriter
{
    internal const string Producer = "Platform";

    internal static string ProducerVersion { get; } = typeof(NetworkFileWriter).Assembly.GetName().Version?.ToString() ?? "0";

    /// <summary>The graph, the metadata among its properties.</summary>
    public static OnnxGraphBuilder Describe(this OnnxGraphBuilder graph, IReadOnlyDictionary<string, string> properties)
    {
        foreach (var (key, value) in properties)
        {
            graph.Metadata(key, value);
        }

        return graph;
    }

    /// <summary>The whole file.</summary>
    public static byte[] ToFile(this OnnxGraphBuilder graph) => OnnxModelFile.ToArray(graph, Producer, ProducerVersion);
}
