using Platform.Training.Export.Onnx;
using Platform.Training.Inference;
using Platform.Training.Models;

namespace Platform.Training.Export;

/// <summary>
/// Writes a detector as ONNX: input "images" [N, 3, S, S] (normalised RGB), outputs "boxes" [N, P, 4] (x1 y1 x2 y2, input pixels) and
/// "scores" [N, P, C] (probabilities). Suppression is left to the reader: its thresholds are a matter of use, not of the model.
/// </summary>
public static class DetectorOnnxExporter
{
    /// <summary>The model file; the network may be on any device and in either mode, running statistics are used always.</summary>
    public static byte[] Export(Detector network, DetectorMetadata metadata) => Draw(network, metadata).ToFile();

    /// <summary>As <see cref="Export"/>, before it is written.</summary>
    public static OnnxGraphBuilder Draw(Detector network, DetectorMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(metadata);
        if (network.Architecture.ClassCount != metadata.ClassNames.Count || metadata.ClassKeys.Count != metadata.ClassNames.Count)
        {
            throw new ArgumentException(
                $"The network knows {network.Architecture.ClassCount} classes, the metadata {metadata.ClassNames.Count} names and {metadata.ClassKeys.Count} keys.", nameof(metadata));
        }

        var grid = new PointGrid(metadata.InputSize, metadata.InputSize);
        var graph = new OnnxGraphBuilder("detector");
        var writer = new DetectorGraphWriter(graph);
        var images = graph.Input("images", OnnxElementType.Float, "N", 3, metadata.InputSize, metadata.InputSize);
        var maps = writer.Neck(network.Neck, writer.Backbone(network.Backbone, images));
        var (classes, bins) = writer.Head(network.Head, maps);
        graph.Output(Boxes(graph, bins, grid, network.Architecture.RegMax + 1), OnnxElementType.Float, "N", grid.Count, 4);
        graph.Output(graph.Sigmoid("scores", classes), OnnxElementType.Float, "N", grid.Count, network.Architecture.ClassCount);
        return graph.Describe(metadata.ToProperties());
    }

    /// <summary>Writes the model file to a temporary name, flushes it to disk and renames it, so that no half file is ever seen.</summary>
    public static async Task SaveAsync(Detector network, DetectorMetadata metadata, string path, CancellationToken cancellationToken)
    {
        var model = Export(network, metadata);
        var temporary = path + ".part";
        try
        {
            await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(model, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // Distances are the means of the bins' distributions in strides; left and top are subtracted, right and bottom added.
    internal static string Boxes(OnnxGraphBuilder graph, string bins, PointGrid grid, int binCount)
    {
        var (points, factors) = (new float[grid.Count * 4], new float[grid.Count * 4]);
        for (var p = 0; p < grid.Count; p++)
        {
            for (var side = 0; side < 4; side++)
            {
                points[(p * 4) + side] = side % 2 == 0 ? grid.X[p] : grid.Y[p];
                factors[(p * 4) + side] = side < 2 ? -grid.Stride[p] : grid.Stride[p];
            }
        }

        var range = Enumerable.Range(0, binCount).Select(bin => (float)bin).ToArray();
        var probabilities = graph.Softmax("decode.softmax", graph.Reshape("decode.sides", bins, 0, grid.Count, 4, binCount), -1);
        var means = graph.MatMul("decode.means", probabilities, graph.Constant("decode.range", range, binCount, 1));
        var distances = graph.Reshape("decode.distances", means, 0, grid.Count, 4);
        var offsets = graph.Mul("decode.offsets", distances, graph.Constant("decode.strides", factors, 1, grid.Count, 4));
        return graph.Add("boxes", graph.Constant("decode.points", points, 1, grid.Count, 4), offsets);
    }
}
