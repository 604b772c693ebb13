using Platform.Training.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Torch;

/// <summary>The joined operator against the two that it stands for.</summary>
public sealed class NormSiluTests : TorchTest
{
    [Theory]
    [InlineData(2, 8, 16, 16)]
    [InlineData(3, 24, 7, 5)]  // rows of the kernels do not come out even
    [InlineData(1, 3, 2, 1)]   // fewer values than a row
    [InlineData(2, 128, 10, 10)]
    [InlineData(1, 80, 3, 3)]
    public void Training_ChannelsLast_GivesValuesGradientsAndStatisticsOfTheTwoOperators(long count, long channels, long height, long width)
    {
        using var scope = NewDisposeScope();
        var (joined, apart) = (NewNorm(channels), NewNorm(channels));
        var input = NewInput(count, channels, height, width);
        var direction = NewInput(count, channels, height, width);

        for (var step = 0; step < 2; step++)
        {
            var (expected, expectedGradients) = Run(apart, input, direction, x => nn.functional.silu(apart.forward(x)));
            var (actual, gradients) = Run(joined, input, direction, joined.ForwardSilu);

            Difference(actual, expected).Should().BeLessThan(2e-5);
            foreach (var (gradient, wanted) in gradients.Zip(expectedGradients))
            {
                Difference(gradient, wanted).Should().BeLessThan(1e-4 * Math.Max(1, wanted.abs().max().item<float>()));
            }
        }

        Difference(joined.running_mean!, apart.running_mean!).Should().BeLessThan(1e-5);
        Difference(joined.running_var!, apart.running_var!).Should().BeLessThan(1e-4);
        joined.num_batches_tracked!.item<long>().Should().Be(2);
    }

    [Fact]
    public void Training_FarFromZero_LosesNoPrecisionToTheMean()
    {
        using var scope = NewDisposeScope();
        var (joined, apart) = (NewNorm(16), NewNorm(16));
        var input = (NewInput(2, 16, 20, 20) * 0.1) + 50;

        for (var step = 0; step < 200; step++)
        {
            _ = joined.ForwardSilu(input);
            _ = apart.forward(input);
        }

        Difference(joined.ForwardSilu(input), nn.functional.silu(apart.forward(input))).Should().BeLessThan(2e-3);
    }

    [Fact]
    public void Training_OnOneThreadOrTwo_GivesTheSameBits()
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        var (input, direction) = (NewInput(4, 32, 40, 40), NewInput(4, 32, 40, 40));
        var results = new List<float[]>();
        foreach (var number in new[] { 1, 2 })
        {
            set_num_threads(number);
            var norm = NewNorm(32);
            var (output, gradients) = Run(norm, input, direction, norm.ForwardSilu);
            results.Add([.. Values(output), .. gradients.SelectMany(Values), .. Values(norm.running_var!)]);
        }

        set_num_threads(threads);
        results[1].Should().Equal(results[0]);
    }

    [Fact]
    public void Training_InHalfPrecision_StaysWithinItsRounding()
    {
        using var scope = NewDisposeScope();
        var (joined, apart) = (NewNorm(24), NewNorm(24));
        var (input, direction) = (NewInput(2, 24, 9, 9), NewInput(2, 24, 9, 9));

        var (expected, expectedGradients) = Run(apart, input, direction, x => nn.functional.silu(apart.forward(x)));
        var (actual, gradients) = Run(joined, input, direction, x => joined.ForwardSilu(x.to(ScalarType.BFloat16)));

        actual.dtype.Should().Be(ScalarType.BFloat16);
        Difference(actual.to(ScalarType.Float32), expected).Should().BeLessThan(0.04);
        Difference(gradients[0], expectedGradients[0]).Should().BeLessThan(0.08);
        gradients[1].dtype.Should().Be(ScalarType.Float32);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Evaluation_WithOrWithoutGradients_UsesTheRunningStatistics(bool learns)
    {
        using var scope = NewDisposeScope();
        var norm = NewNorm(16);
        _ = norm.ForwardSilu(NewInput(2, 16, 8, 8));
        norm.eval();
        var input = NewInput(1, 16, 5, 5).detach().requires_grad_(learns);
        var tracked = norm.num_batches_tracked!.item<long>();
        using var quiet = learns ? null : no_grad();

        Difference(norm.ForwardSilu(input), nn.functional.silu(norm.forward(input))).Should().BeLessThan(1e-5);
        norm.num_batches_tracked!.item<long>().Should().Be(tracked);
    }

    [Fact]
    public void Training_PlanesFirst_GoesThroughTheOrdinaryOperators()
    {
        using var scope = NewDisposeScope();
        var (joined, apart) = (NewNorm(8), NewNorm(8));
        var input = randn([2, 8, 6, 6]);

        Difference(joined.ForwardSilu(input), nn.functional.silu(apart.forward(input))).Should().Be(0);
    }

    private static (Tensor Output, Tensor[] Gradients) Run(BatchNorm2d norm, Tensor input, Tensor direction, Func<Tensor, Tensor> forward)
    {
        norm.zero_grad();
        var leaf = input.detach().requires_grad_();
        var output = forward(leaf);
        (output * direction).sum().backward();
        return (output.detach(), [leaf.grad!, norm.weight!.grad!, norm.bias!.grad!]);
    }

    private static BatchNorm2d NewNorm(long channels)
    {
        manual_seed(5);
        var norm = nn.BatchNorm2d(channels, eps: 1e-3, momentum: 0.03);
        using var quiet = no_grad();
        norm.weight!.uniform_(0.5, 1.5);
        norm.bias!.uniform_(-1, 1);
        return norm;
    }

    private static Tensor NewInput(long count, long channels, long height, long width) => randn([count, height, width, channels]).permute(0, 3, 1, 2);

    private static double Difference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
