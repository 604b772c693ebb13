using System.IO.Compression;
using Platform.Core.Models.Model;
using Platform.Core.Storage;
using Platform.Training.Export;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;

namespace Platform.Training.Conversion;

/// <summary>A converted file on disk.</summary>
/// <param name="Path">What is stored: the file, or an archive of several.</param>
/// <param name="Name">Offered at download.</param>
/// <param name="RunPath">What a runtime opens to check it.</param>
/// <param name="Graph">What was written, in the form of its precision; with suppression where that was asked for.</param>
internal sealed record ConvertedFile(string Path, string Name, string RunPath, OnnxGraphBuilder Graph)
{
    /// <summary>Writes the graph in the format, into the folder.</summary>
    public static async Task<ConvertedFile> WriteAsync(OnnxGraphBuilder graph, ConversionSpec spec, string folder, CancellationToken cancellation)
    {
        switch (spec.Format)
        {
            case ArtifactFormat.TorchScript:
                var script = System.IO.Path.Combine(folder, $"{spec.FileStem}.pt");
                TorchScriptWriter.Save(graph, script);
                return new ConvertedFile(script, System.IO.Path.GetFileName(script), script, graph);
            case ArtifactFormat.OnnxExternal:
                return await WriteExternalAsync(graph, spec, folder, cancellation).ConfigureAwait(false);
            default:
                var model = System.IO.Path.Combine(folder, $"{spec.FileStem}.onnx");
                await WriteBytesAsync(model, graph.ToFile(), cancellation).ConfigureAwait(false);
                return new ConvertedFile(model, System.IO.Path.GetFileName(model), model, graph);
        }
    }

    /// <summary>Opens it as a network.</summary>
    public INetworkRunner Open((int Width, int Height) input) => RunPath.EndsWith(".pt", StringComparison.Ordinal) ? new ScriptRunner(RunPath, input) : OnnxRunner.Open(RunPath, input);

    /// <summary>Files under their names in one archive without compression: weights do not shrink. The same files give the same bytes.</summary>
    public static void Pack(string path, IEnumerable<string> files)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var entry = archive.CreateEntry(System.IO.Path.GetFileName(file), CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var target = entry.Open();
            using var source = File.OpenRead(file);
            source.CopyTo(target);
        }
    }

    private static async Task<ConvertedFile> WriteExternalAsync(OnnxGraphBuilder graph, ConversionSpec spec, string folder, CancellationToken cancellation)
    {
        var model = System.IO.Path.Combine(folder, $"{spec.FileStem}.onnx");
        var weights = model + ".data";
        var (modelBytes, weightBytes) = OnnxModelFile.ToArrays(graph, NetworkFileWriter.Producer, NetworkFileWriter.ProducerVersion, System.IO.Path.GetFileName(weights));
        await WriteBytesAsync(weights, weightBytes, cancellation).ConfigureAwait(false);
        await WriteBytesAsync(model, modelBytes, cancellation).ConfigureAwait(false);
        var archive = System.IO.Path.Combine(folder, $"{spec.FileStem}-external.zip");
        Pack(archive, [model, weights]);
        return new ConvertedFile(archive, System.IO.Path.GetFileName(archive), model, graph);
    }

    private static Task WriteBytesAsync(string path, byte[] bytes, CancellationToken cancellation) =>
        DurableFile.WriteAsync(path, stream => stream.WriteAsync(bytes, cancellation).AsTask(), cancellation);
}
