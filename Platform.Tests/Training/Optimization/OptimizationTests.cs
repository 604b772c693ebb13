using Platform.Tests.Training.Torch;
using Platform.Training.Optimization;
using Platform.Training.Recipes;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Optimization;

public sealed class OptimizationTests : TorchTest
{
    [Theory]
    [InlineData(0, 1e-5)]
    [InlineData(50, 0.500005)]
    [InlineData(100, 1)]
    [InlineData(499, 1)]
    [InlineData(750, 0.525)]  // half of the cosine: half way between 1 and .05
    [InlineData(1000, 0.05)]
    [InlineData(2000, 0.05)]
    public void Schedule_OfAThousandIterations_WarmsUpStaysAndFalls(int iteration, double expected) =>
        new LearningRateSchedule(new OptimizerRecipe(), 1, 1000).At(iteration).Should().BeApproximately(expected, 1e-9);

    [Theory]
    [InlineData(1_000, 100)]
    [InlineData(100_000, 300)]
    [InlineData(5, 0)]
    public void Warmup_AnyRunLength_IsTheShorterOfTheTwoLimits(int total, int expected) =>
        new LearningRateSchedule(new OptimizerRecipe(), 1, total).WarmupIterations.Should().Be(expected);

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(90, 0.91)]
    [InlineData(100_000, 0.998)]
    public void AverageDecay_ByIteration_RampsUpToItsBound(int iteration, double expected) =>
        AverageDecay.At(iteration, 0.998).Should().BeApproximately(expected, 1e-9);

    [Fact]
    public void AdamW_FirstStep_MovesByTheRateAndDecaysKernelsOnly()
    {
        using var scope = NewDisposeScope();
        using var layer = OnesLayer();
        using var optimizer = new FlatAdamW(layer, new OptimizerRecipe());
        (layer.forward(full([1, 1], 0.5f)) * 1).sum().backward(); // gradients: weight .5, bias 1

        var norm = optimizer.Step(0.1);

        norm.ToDouble().Should().BeApproximately(Math.Sqrt(1.25), 1e-6);
        layer.weight!.ToDouble().Should().BeApproximately(1 - (0.1 * 0.05) - 0.1, 1e-6);
        layer.bias!.ToDouble().Should().BeApproximately(1 - 0.1, 1e-6);
    }

    [Fact]
    public void AdamW_SecondStep_MatchesHandComputedMoments()
    {
        using var scope = NewDisposeScope();
        using var layer = OnesLayer();
        using var optimizer = new FlatAdamW(layer, new OptimizerRecipe { WeightDecay = 0 });
        foreach (var input in new[] { 0.5f, -0.25f })
        {
            layer.zero_grad();
            layer.forward(full([1, 1], input)).sum().backward();
            optimizer.Step(0.1);
        }

        // mean = (.9 x .05 - .1 x .25) / .19, square = (.999 x .00025 + .001 x .0625) / .001999
        var second = 0.1 * (0.02 / 0.19) / Math.Sqrt(0.00031225 / 0.001999);
        layer.weight!.ToDouble().Should().BeApproximately(1 - 0.1 - second, 1e-6);
    }

    [Fact]
    public void AdamW_HugeGradient_IsClippedToTheNorm()
    {
        using var scope = NewDisposeScope();
        using var layer = OnesLayer();
        using var optimizer = new FlatAdamW(layer, new OptimizerRecipe { GradientClip = 1 });
        (layer.forward(full([1, 1], 0.75f)) * 4).sum().backward(); // (3, 4): norm 5

        optimizer.Step(0.1).ToDouble().Should().BeApproximately(5, 1e-5);

        optimizer.Mean.data<float>().ToArray().Should().BeEquivalentTo(new[] { 0.06f, 0.08f }, options => options.WithStrictOrdering()
            .Using<float>(context => context.Subject.Should().BeApproximately(context.Expectation, 1e-6f)).WhenTypeIs<float>());
    }

    private static TorchSharp.Modules.Linear OnesLayer()
    {
        var layer = nn.Linear(1, 1);
        using var noGrad = no_grad();
        layer.weight!.fill_(1);
        layer.bias!.fill_(1);
        return layer;
    }
}
