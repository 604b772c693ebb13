using System.IO.Compression;
using System.Text.Json;
using Platform.Core.Models.Model;
using Platform.Tests.Support;
using Platform.Tests.Training.Tasks;
using Platform.Tests.Training.Torch;
using Platform.Training.Conversion;
using Platform.Training.Export;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;
using Platform.Training.Tasks.Ocr;

namespace Platform.Tests.Training.Export;

/// <summary>Networks of every task as TorchScript, loaded again by libtorch, and as ONNX in half precision.</summary>
public sealed class TorchScriptWriterTests : TorchTest
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ModelTask.Det)]
    [InlineData(ModelTask.Seg)]
    [InlineData(ModelTask.Pose)]
    [InlineData(ModelTask.Cls)]
    public async Task Network_AsScriptAndInHalfPrecision_GivesWhatItGives(ModelTask task)
    {
        using var folder = new TemporaryFolder();
        var tiny = TinyTask.Of(task);
        using var run = new TaskRun(tiny.Task, tiny.Data, tiny.Recipe with { Epochs = 1 });
        var graph = run.Network.Draw(Guid.CreateVersion7());
        using var reference = run.Network.OpenRunner();
        TorchScriptWriter.Save(graph, folder["network.pt"]);

        using (var script = new ScriptRunner(folder["network.pt"], run.Network.InputPx))
        {
            Parity(reference, script, graph, ArtifactPrecision.Fp32).Violation.Should().BeNull();
            run.Network.Evaluate(script, tiny.Data.Validation, Cancellation).Strict.Should().BeApproximately(run.Network.Evaluate(tiny.Data.Validation, Cancellation).Strict, 1e-6);
            script.Run([.. Planes(0), .. Planes(1)], 2)[0].Should().HaveCount(2 * reference.Run(Planes(0), 1)[0].Length, "the batch is free");
        }

        using (var archive = ZipFile.OpenRead(folder["network.pt"]))
        {
            using var document = await JsonDocument.ParseAsync(archive.Entries.Single(entry => entry.FullName.EndsWith("extra/platform.json", StringComparison.Ordinal)).Open(), cancellationToken: Cancellation);
            document.RootElement.GetProperty("class_keys").GetString().Should().Contain("square");
        }

        var half = HalfPrecision.Apply(graph);
        using var halfRunner = OnnxRunner.Open(half.ToFile(), run.Network.InputPx, [.. graph.Outputs.Select(output => output.Name)]);
        Parity(reference, halfRunner, graph, ArtifactPrecision.Fp16).Violation.Should().BeNull();
        OnnxCheck.Need();
        (await OnnxCheck.RunAsync(folder.Write("single.onnx", graph.ToFile()))).Should().StartWith("ok");
        (await OnnxCheck.RunAsync(folder.Write("half.onnx", half.ToFile()))).Should().StartWith("ok");
    }

    [Fact]
    public async Task LineRecognizer_AsScriptAndInHalfPrecision_GivesWhatItGives()
    {
        using var folder = new TemporaryFolder();
        TorchSharp.torch.manual_seed(3);
        using var network = new LineRecognizer(0.125, 32, 7);
        network.eval();
        var graph = LineOnnxExporter.Draw(network, new NetworkMetadata
        {
            Task = ModelTask.Ocr, ClassNames = ["Plate"], ClassKeys = ["plate"], InputSize = 64, InputHeight = 32, ModelVersionId = "x",
        });
        var predictor = new LinePredictor(network, 64, 32);
        using var reference = new NetworkRunner((planes, count) => [predictor.Run(planes, count)]);
        TorchScriptWriter.Save(graph, folder["network.pt"]);
        float[] planes = RandomDetector.Planes(5, 64)[..(3 * 64 * 32)];

        using var script = new ScriptRunner(folder["network.pt"], (64, 32));
        using var half = OnnxRunner.Open(HalfPrecision.Apply(graph).ToFile(), (64, 32));
        DetectionComparison.MaxDifference(reference.Run(planes, 1)[0], script.Run(planes, 1)[0]).Should().BeLessThan(1e-5f);
        DetectionComparison.MaxDifference(reference.Run(planes, 1)[0], half.Run(planes, 1)[0]).Should().BeLessThan(0.02f);
        OnnxCheck.Need();
        (await OnnxCheck.RunAsync(folder.Write("half.onnx", HalfPrecision.Apply(graph).ToFile()))).Should().StartWith("ok");
    }

    [Fact]
    public void Script_OfAnUnknownOperation_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var graph = new OnnxGraphBuilder("strange");
        graph.Output(graph.Node("Erf", "y", [graph.Input("x", OnnxElementType.Float, 1)]), OnnxElementType.Float, 1);

        var save = () => TorchScriptWriter.Save(graph, folder["strange.pt"]);

        save.Should().Throw<NotSupportedException>().WithMessage("*Erf*");
        File.Exists(folder["strange.pt"]).Should().BeFalse();
    }

    private static ConversionParity Parity(INetworkRunner reference, INetworkRunner converted, OnnxGraphBuilder graph, ArtifactPrecision precision) => ConversionParity.Measure(
        reference, converted, [.. graph.Outputs.Select(output => output.Name)], [.. Enumerable.Range(0, 3).Select(seed => (Func<float[]>)(() => Planes(seed)))], precision, Cancellation);

    private static float[] Planes(int seed) => RandomDetector.Planes(seed, ShapePictures.Side);
}
