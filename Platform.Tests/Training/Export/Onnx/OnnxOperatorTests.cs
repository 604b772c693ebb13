using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;

namespace Platform.Tests.Training.Export.Onnx;

/// <summary>Small graphs run by ONNX Runtime against values computed by hand.</summary>
public class OnnxOperatorTests
{
    private const float Tolerance = 1e-5f;

    public OnnxOperatorTests() =>
        Assert.SkipUnless(OnnxRuntimeAvailability.IsAvailable, $"ONNX Runtime is not available: {OnnxRuntimeAvailability.Problem}");

    [Fact]
    public void Conv_WithStridePaddingAndBias_GivesHandComputedSums()
    {
        var output = Run([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9], (g, x) =>
            g.Conv("y", x, g.Constant("w", Enumerable.Repeat(1f, 9).ToArray(), 1, 1, 3, 3), g.Constant("b", [10f], 1), 3, stride: 2, padding: 1));

        // Corner windows of the zero-padded image.
        output.Shape.Should().Equal(1, 1, 2, 2);
        output.Values.Should().Equal(12 + 10, 16 + 10, 24 + 10, 28 + 10);
    }

    [Fact]
    public void Conv_Depthwise_KeepsChannelsApart()
    {
        var output = Run([1, 2, 1, 1], [3, 4], (g, x) => g.Conv("y", x, g.Constant("w", [2f, 10f], 2, 1, 1, 1), string.Empty, 1, groups: 2));

        output.Values.Should().Equal(6, 40);
    }

    [Fact]
    public void Silu_And_HardSigmoid_FollowLibtorch()
    {
        Run([3], [-1, 0, 2], (g, x) => g.Silu("y", x)).Values
            .Zip([-0.26894143f, 0, 1.7615942f]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Tolerance);
        Run([4], [-4, -1.5f, 1, 4], (g, x) => g.HardSigmoid("y", x)).Values
            .Zip([0, .25f, 2 / 3f, 1]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Tolerance);
    }

    [Fact]
    public void Softmax_OverLastAxis_SumsToOne()
    {
        Run([2, 2], [0, 0, 0, MathF.Log(3)], (g, x) => g.Softmax("y", x, -1)).Values
            .Zip([.5f, .5f, .25f, .75f]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < Tolerance);
    }

    [Fact]
    public void MaxPoolSame_PadsWithTheLowestValue()
    {
        var values = Enumerable.Repeat(-5f, 25).ToArray();
        values[12] = -1;

        var output = Run([1, 1, 5, 5], values, (g, x) => g.MaxPoolSame("y", x, 3));

        output.Shape.Should().Equal(1, 1, 5, 5);
        output.Values[0].Should().Be(-5);
        output.Values[6].Should().Be(-1);
        output.Values[18].Should().Be(-1);
    }

    [Fact]
    public void UpsampleNearest2x_RepeatsEachValue()
    {
        var output = Run([1, 1, 2, 2], [1, 2, 3, 4], (g, x) => g.UpsampleNearest2x("y", x));

        output.Shape.Should().Equal(1, 1, 4, 4);
        output.Values.Should().Equal(1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
    }

    [Fact]
    public void Split_Concat_Transpose_Reshape_MoveValuesAsDeclared()
    {
        var output = Run([1, 3, 2], [1, 2, 3, 4, 5, 6], (g, x) =>
        {
            var parts = g.Split("parts", x, 1, 1, 2);
            var swapped = g.Concat("swapped", [parts[1], parts[0]], 1);
            return g.Reshape("y", g.Transpose("turned", swapped, 0, 2, 1), 0, -1);
        });

        output.Shape.Should().Equal(1, 6);
        output.Values.Should().Equal(3, 5, 1, 4, 6, 2);
    }

    [Fact]
    public void Arithmetic_And_MatMul_GiveHandComputedValues()
    {
        Run([1, 2], [3, 4], (g, x) =>
        {
            var sum = g.Add("sum", x, g.Constant("one", [1f], 1));
            var difference = g.Sub("difference", g.Mul("product", sum, x), g.Constant("two", [2f], 1));
            return g.MatMul("y", difference, g.Constant("m", [1f, 10f], 2, 1));
        }).Values.Should().Equal(10 + 180);
        Run([1, 2, 1, 2], [1, 3, 5, 9], (g, x) => g.GlobalAveragePool("y", x)).Values.Should().Equal(2, 7);
    }

    private static (long[] Shape, float[] Values) Run(long[] shape, float[] values, Func<OnnxGraphBuilder, string, string> build)
    {
        var graph = new OnnxGraphBuilder("test");
        var input = graph.Input("x", OnnxElementType.Float, [.. shape.Select(size => (OnnxDimension)size)]);
        graph.Output(build(graph, input), OnnxElementType.Float);
        using var session = new InferenceSession(graph.ToArray("test", "1"));
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(values, [.. shape.Select(s => (int)s)]))]);
        var tensor = results[0].AsTensor<float>()!;
        return (Array.ConvertAll(tensor.Dimensions.ToArray(), size => (long)size), tensor.ToArray());
    }
}
