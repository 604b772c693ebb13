using System.Text;
using Platform.Core.Models.Model;
using Platform.Tests.Support;
using Platform.Training.Conversion;
using Platform.Training.Export;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;
using Platform.Training.Interop;
using Platform.Training.Models;
using Platform.Training.Tensors;

namespace Platform.Tests.Training.Export;

/// <summary>A detector's graph in half precision, in 8 bits, with suppression at its end, with its weights beside it, and as TorchScript.</summary>
[Collection("torch")]
public sealed class ConvertedGraphTests : IDisposable
{
    private const int Side = 64;
    private const int Classes = 3;

    private readonly Detector _network;
    private readonly OnnxGraphBuilder _graph;
    private readonly DetectorPredictorRunner _reference;
    private readonly TemporaryFolder _folder = new();

    public ConvertedGraphTests()
    {
        Assert.SkipUnless(OnnxRuntimeAvailability.IsAvailable, $"ONNX Runtime is not available: {OnnxRuntimeAvailability.Problem}");
        Assert.SkipUnless(ImagingLibrary.IsAvailable, "The imaging library is not built.");
        Assert.SkipUnless(TorchRuntime.IsAvailable, "The torch library is not built.");
        _network = RandomDetector.Make(new DetectorArchitecture { Width = 0.125, Depth = 0.167, ClassCount = Classes });
        _graph = DetectorOnnxExporter.Draw(_network, RandomDetector.Metadata(Classes, Side));
        _reference = new DetectorPredictorRunner(_network, Side);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IReadOnlyList<Func<float[]>> Images => [.. Enumerable.Range(0, 4).Select(seed => (Func<float[]>)(() => RandomDetector.Planes(seed, Side)))];

    public void Dispose()
    {
        _reference.Dispose();
        _network.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task HalfPrecision_OfTheGraph_HalvesTheFileAndStaysClose()
    {
        var single = _graph.ToFile();
        var half = HalfPrecision.Apply(_graph);

        half.ToFile().Length.Should().BeLessThan((int)(0.6 * single.Length));
        using var runner = OnnxRunner.Open(half.ToFile(), (Side, Side), ["boxes", "scores"]);
        var parity = ConversionParity.Measure(_reference, runner, ["boxes", "scores"], Images, ArtifactPrecision.Fp16, Cancellation);
        parity.Violation.Should().BeNull();
        parity.MaxDifference["scores"].Should().BePositive("half precision rounds");
        half.Nodes.Where(node => node.Operation == "Conv").Should().OnlyContain(conv => half.Constants[conv.Inputs[1]].Type == OnnxElementType.Float16);
        half.Outputs.Concat(half.Inputs).Should().OnlyContain(port => port.Type == OnnxElementType.Float);
        (await CheckAsync(half)).Should().StartWith("ok").And.Contain($"boxes [N, 84, 4]").And.Contain($"scores [N, 84, {Classes}]");
    }

    [Theory]
    [InlineData(CalibrationMethod.MinMax)]
    [InlineData(CalibrationMethod.Percentile)]
    public async Task Quantization_CalibratedOnImages_QuartersTheFileAndStaysClose(CalibrationMethod method)
    {
        var seen = 0;
        var ranges = ActivationRanges.Find(_graph, (Side, Side), Images, new CalibrationSpec(4, method), () => seen++, Cancellation);
        var quantized = Quantization.Apply(_graph, ranges);

        seen.Should().Be(method == CalibrationMethod.MinMax ? 4 : 8);
        var weights = _graph.Nodes.Where(node => node.Operation == "Conv").ToList();
        var rounded = quantized.Nodes.Where(node => node.Operation == "Conv").Count(conv => conv.Inputs[1].EndsWith(".restored", StringComparison.Ordinal));
        rounded.Should().Be(weights.Count - 6, "the six convolutions that give classes and boxes stay as they are");
        quantized.ToFile().Length.Should().BeLessThan((int)(0.5 * _graph.ToFile().Length));
        using var runner = OnnxRunner.Open(quantized.ToFile(), (Side, Side), ["boxes", "scores"]);
        var (expected, actual) = (_reference.Run(Images[0](), 1), runner.Run(Images[0](), 1));
        MeanDifference(expected[1], actual[1]).Should().BeInRange(1e-6, 0.06);
        MeanDifference(expected[0], actual[0]).Should().BeLessThan(6);
        (await CheckAsync(quantized)).Should().StartWith("ok").And.Contain("boxes [N, 84, 4]");
    }

    [Fact]
    public void Quantization_OfOneConvolution_HasAScaleForEachChannel()
    {
        var graph = new OnnxGraphBuilder("two");
        var x = graph.Input("x", OnnxElementType.Float, "N", 1, 2, 2);
        var first = graph.Conv("first", x, graph.Constant("w", new[] { 1f, 127f }, 2, 1, 1, 1), graph.Constant("b", new[] { 1f, -1f }, 2), 1);
        graph.Output(graph.Conv("second", first, graph.Constant("w2", new[] { 1f, 1f }, 1, 2, 1, 1), graph.Constant("b2", new[] { 0f }, 1), 1), OnnxElementType.Float, "N", 1, 2, 2);

        Quantization.Measured(graph).Should().Equal("x", "first");
        var quantized = Quantization.Apply(graph, new Dictionary<string, ValueRange> { ["x"] = new(-1, 4.1f), ["first"] = new(-128, 127) });

        quantized.Constants["w"].Type.Should().Be(OnnxElementType.Int8);
        quantized.Constants["w"].LittleEndian.Should().Equal(127, 127);
        quantized.Constants["w.scale"].Floats[1].Should().BeApproximately(1, 1e-6f);
        quantized.Constants["x.scale"].Floats[0].Should().BeApproximately(0.02f, 1e-6f);
        unchecked((sbyte)quantized.Constants["x.zero"].LittleEndian[0]).Should().Be(-78, "0 is at -128 + 1 / 0.02");
        BitConverter.ToInt32(quantized.Constants["b"].LittleEndian, 4).Should().Be(-50, "a bias counts in steps of input times weight");
        quantized.Constants["w2"].Type.Should().Be(OnnxElementType.Float);
    }

    [Fact]
    public void Cut_OfOutliers_LeavesTheShareAsked()
    {
        var counts = new long[100];
        (counts[0], counts[50], counts[51], counts[99]) = (1, 5000, 4998, 1);

        ActivationRanges.Cut(new ValueRange(0, 100), counts, 0.999).Should().Be(new ValueRange(50, 52));
        ActivationRanges.Cut(new ValueRange(0, 100), counts, 1).Should().Be(new ValueRange(0, 100));
    }

    [Fact]
    public async Task Suppression_InTheGraph_FindsWhatOurOwnFinds()
    {
        var thresholds = new DetectionThresholds(.3f, .5f);
        var graph = SuppressedDetections.Apply(_graph, thresholds);
        using var runner = OnnxRunner.Open(graph.ToFile(), (Side, Side));

        var (expected, actual, matched) = ConversionParity.CountDetections(_reference, runner, Classes, Images, thresholds, ArtifactPrecision.Fp32, Cancellation);

        expected.Should().BePositive();
        (actual, matched).Should().Be((expected, expected));
        var batch = runner.Run([.. Images[0](), .. Images[1]()], 2)[0];
        SuppressedDetections.Read(batch, 2, thresholds).Select(found => found.Count).Should().Equal(
            NonMaxSuppressionOf(0, thresholds), NonMaxSuppressionOf(1, thresholds));
        graph.Properties["format"].Should().Be(SuppressedDetections.Format, "readers of raw outputs must not take it for one of theirs");
        (await CheckAsync(graph)).Should().StartWith("ok").And.Contain("detections [");
    }

    [Fact]
    public async Task Weights_InAFileOfTheirOwn_StandOnPagesAndGiveTheSame()
    {
        var (model, weights) = OnnxModelFile.ToArrays(_graph, "test", "1", "model.onnx.data");
        var path = _folder.Write("model.onnx", model);
        _folder.Write("model.onnx.data", weights);

        model.Length.Should().BeLessThan(weights.Length);
        var offsets = OffsetsIn(model);
        offsets.Should().HaveCountGreaterThan(20).And.OnlyContain(offset => offset % OnnxModelFile.WeightAlignment == 0).And.BeInAscendingOrder();
        using var runner = OnnxRunner.Open(path, (Side, Side));
        ConversionParity.Measure(_reference, runner, ["boxes", "scores"], Images, ArtifactPrecision.Fp32, Cancellation).Violation.Should().BeNull();
        OnnxCheck.Need();
        (await OnnxCheck.RunAsync(path)).Should().StartWith("ok");
    }

    [Fact]
    public void Parity_OfAnotherNetwork_IsViolated()
    {
        using var other = RandomDetector.Make(new DetectorArchitecture { Width = 0.0625, Depth = 0.167, ClassCount = Classes });
        using var runner = new DetectorPredictorRunner(other, Side);

        var violation = ConversionParity.Measure(_reference, runner, ["boxes", "scores"], Images, ArtifactPrecision.Fp32, Cancellation).Violation;

        violation.Should().NotBeNull();
        violation!.Value.Difference.Should().BeGreaterThan(violation.Value.Bound);
    }

    [Fact]
    public async Task Checker_OfABrokenGraph_SaysWhatIsWrong()
    {
        OnnxCheck.Need();
        var graph = new OnnxGraphBuilder("broken");
        var x = graph.Input("x", OnnxElementType.Float, "N", 3);
        graph.Output(graph.Node("Split", "y", [x], OnnxAttribute.Of("num_outputs", 2)), OnnxElementType.Float, "N", 3);

        (await OnnxCheck.RunAsync(_folder.Write("broken.onnx", graph.ToFile()))).Should().Contain("num_outputs");
    }

    private int NonMaxSuppressionOf(int image, DetectionThresholds thresholds)
    {
        var raw = _reference.Run(Images[image](), 1);
        return NonMaxSuppression.Select(raw[0], raw[1], Classes, thresholds).Count;
    }

    private async Task<string> CheckAsync(OnnxGraphBuilder graph)
    {
        OnnxCheck.Need();
        return await OnnxCheck.RunAsync(_folder.Write("checked.onnx", graph.ToFile()));
    }

    private static double MeanDifference(float[] expected, float[] actual) => expected.Zip(actual, (a, b) => Math.Abs(a - b)).Average();

    // Of entries with key "offset": 0a 06 "offset" 12 length digits.
    private static List<long> OffsetsIn(byte[] model)
    {
        var (mark, offsets) = ("\n\u0006offset\u0012"u8.ToArray(), new List<long>());
        for (var at = model.AsSpan().IndexOf(mark); at >= 0;)
        {
            var length = model[at + mark.Length];
            offsets.Add(long.Parse(Encoding.ASCII.GetString(model, at + mark.Length + 1, length), System.Globalization.CultureInfo.InvariantCulture));
            var next = model.AsSpan(at + 1).IndexOf(mark);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return offsets;
    }
}
