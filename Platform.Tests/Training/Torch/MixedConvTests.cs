using Platform.Training.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Torch;

/// <summary>Convolutions of bfloat16 activations against single precision: within the rounding of 8 bits of mantissa.</summary>
public sealed class MixedConvTests : TorchTest
{
    [Theory]
    [InlineData(16, 32, 20, 3, 1, 1)]
    [InlineData(16, 32, 20, 3, 2, 1)]   // strides: the weights' gradient in floats
    [InlineData(16, 16, 20, 5, 1, 16)]  // depth-wise
    [InlineData(32, 16, 8, 3, 1, 1)]    // a small map
    [InlineData(24, 40, 20, 1, 1, 1)]
    public void Convolve_OfHalfPrecision_GivesOutputAndGradientsOfFloats(long inputs, long outputs, long side, long kernel, long stride, long groups)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var conv = nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2, groups: groups, bias: false);
        var input = randn([2, side, side, inputs]).permute(0, 3, 1, 2);

        var (expected, expectedInput, expectedWeight) = Run(conv, input, x => x);
        var (actual, inputGradient, weightGradient) = Run(conv, input, x => x.ToMixedPrecision());

        actual.dtype.Should().Be(ScalarType.BFloat16);
        weightGradient.dtype.Should().Be(ScalarType.Float32);
        RelativeDifference(actual, expected).Should().BeLessThan(0.02);
        RelativeDifference(inputGradient, expectedInput).Should().BeLessThan(0.02);
        RelativeDifference(weightGradient, expectedWeight).Should().BeLessThan(0.02);
    }

    [Fact]
    public void Convolve_OfFloats_IsTheModuleItself()
    {
        using var scope = NewDisposeScope();
        var conv = nn.Conv2d(8, 8, 3, padding: 1, bias: false);
        var input = randn([1, 8, 9, 9]);

        (conv.Convolve(input) - conv.forward(input)).abs().max().item<float>().Should().Be(0);
    }

    private static (Tensor Output, Tensor InputGradient, Tensor WeightGradient) Run(Conv2d conv, Tensor input, Func<Tensor, Tensor> convert)
    {
        conv.zero_grad();
        var leaf = input.detach().requires_grad_();
        var output = conv.Convolve(convert(leaf));
        var single = output.to(ScalarType.Float32);
        (single * single).mean().backward();
        return (output.detach(), leaf.grad!, conv.weight.grad!.clone());
    }

    private static double RelativeDifference(Tensor actual, Tensor expected) =>
        ((actual.to(ScalarType.Float32) - expected).norm() / expected.norm()).item<float>();
}
