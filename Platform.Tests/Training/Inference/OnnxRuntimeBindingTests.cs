using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;

namespace Platform.Tests.Training.Inference;

public class OnnxRuntimeBindingTests
{
    public OnnxRuntimeBindingTests() =>
        Assert.SkipUnless(OnnxRuntimeAvailability.IsAvailable, $"ONNX Runtime is not available: {OnnxRuntimeAvailability.Problem}");

    [Fact]
    public void Session_DescribesInputsOutputsAndMetadata()
    {
        using var session = new InferenceSession(Doubling());

        session.InputNames.Should().Equal("images");
        session.OutputNames.Should().Equal("doubled");
        session.InputMetadata["images"].Dimensions.Should().Equal(-1, 3);
        session.InputMetadata["images"].SymbolicDimensions.Should().Equal("N", string.Empty);
        session.InputMetadata["images"].ElementDataType.Should().Be(TensorElementType.Float);
        session.ModelMetadata.ProducerName.Should().Be("test");
        session.ModelMetadata.GraphName.Should().Be("doubling");
        session.ModelMetadata.CustomMetadataMap.Should().Equal(new Dictionary<string, string> { ["classes"] = "[\"고양이\"]", ["empty"] = string.Empty });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Run_DynamicBatch_ComputesEveryRow(int batch)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
        using var session = new InferenceSession(Doubling(), options);
        var values = Enumerable.Range(0, batch * 3).Select(i => (float)i).ToArray();

        Run(session, values, [batch, 3]).Should().Equal(values.Select(v => 2 * v));
    }

    [Fact]
    public void Run_FromManyThreads_KeepsResultsApart()
    {
        using var session = new InferenceSession(Doubling());

        Parallel.For(0, 200, i => Run(session, [i, i, i], [1, 3]).Should().Equal(2 * i, 2 * i, 2 * i));
    }

    [Fact]
    public void Run_WrongShape_ThrowsWithTheRuntimesWords()
    {
        using var session = new InferenceSession(Doubling());

        var act = () => Run(session, [1, 2], [1, 2]);

        act.Should().Throw<OnnxRuntimeException>().WithMessage("*images*");
    }

    [Fact]
    public void Session_DamagedFile_Throws()
    {
        var fromBytes = () => new InferenceSession([1, 2, 3]);
        var fromPath = () => new InferenceSession("/nowhere/absent.onnx");

        fromBytes.Should().Throw<OnnxRuntimeException>();
        fromPath.Should().Throw<OnnxRuntimeException>();
    }

    [Fact]
    public void Session_Disposed_RefusesToRun()
    {
        var session = new InferenceSession(Doubling());
        session.Dispose();
        session.Dispose();

        var act = () => Run(session, [1, 2, 3], [1, 3]);

        act.Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void OrtValue_ShapeNotMatchingMemory_Throws()
    {
        var act = () => OrtValue.CreateTensorValueFromMemory(new float[5], [2, 3]);

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void RunOptions_Terminated_MakesTheRunFail()
    {
        using var session = new InferenceSession(Doubling());
        using var options = new RunOptions { Terminate = true };
        using var input = OrtValue.CreateTensorValueFromMemory(new float[3], [1, 3]);

        var act = () => session.Run(options, ["images"], [input], ["doubled"]);

        act.Should().Throw<OnnxRuntimeException>();
    }

    [Fact]
    public void Cuda_WithoutProvider_ThrowsInsteadOfCrashing()
    {
        var provider = Path.Combine(AppContext.BaseDirectory, "libonnxruntime_providers_cuda.so");
        Assert.SkipWhen(File.Exists(provider), "The CUDA provider library is present here.");
        using var options = new SessionOptions();

        var act = () => options.AppendExecutionProvider_CUDA(0);

        act.Should().Throw<OnnxRuntimeException>();
    }

    [Fact]
    public void Sessions_OpenedAndRunRepeatedly_DoNotGrowTheProcess()
    {
        var model = Doubling();
        Repeat(model, 50);
        var before = Environment.WorkingSet;
        Repeat(model, 300);

        (Environment.WorkingSet - before).Should().BeLessThan(64L << 20);
    }

    private static void Repeat(byte[] model, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var session = new InferenceSession(model);
            Run(session, new float[3 * 4096], [4096, 3]);
        }
    }

    private static float[] Run(InferenceSession session, float[] values, long[] shape)
    {
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(values, shape);
        using var outputs = session.Run(options, ["images"], [input], ["doubled"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static byte[] Doubling()
    {
        var graph = new OnnxGraphBuilder("doubling");
        var input = graph.Input("images", OnnxElementType.Float, "N", 3);
        graph.Output(graph.Add("doubled", input, input), OnnxElementType.Float, "N", 3);
        graph.Metadata("classes", "[\"고양이\"]");
        graph.Metadata("empty", string.Empty);
        return graph.ToArray("test", "1");
    }
}
