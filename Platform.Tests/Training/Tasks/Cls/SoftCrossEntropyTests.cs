using Platform.Tests.Training.Torch;
using Platform.Training.Tasks.Cls;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Tasks.Cls;

public sealed class SoftCrossEntropyTests : TorchTest
{
    [Fact]
    public void Targets_OneTagOrTwo_ShareWhatSmoothingLeaves()
    {
        SoftCrossEntropy.Targets([[1], [0, 2]], 4, 0.2).Should().Equal(
            [0.05f, 0.85f, 0.05f, 0.05f, 0.45f, 0.05f, 0.45f, 0.05f], (found, expected) => Math.Abs(found - expected) < 1e-6f);
    }

    [Theory]
    [InlineData(0, 0.407606)]    // ln(1 + e^-1 + e^-2) at the tag
    [InlineData(0.3, 0.707606)]  // + .3 / 3 x (0 + 1 + 2): the other classes' logits lie 1 and 2 lower
    public void Mean_OfOneImage_IsTheHandComputedEntropy(double smoothing, double expected)
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 3, 2, 1 }).reshape(1, 3);
        var targets = tensor(SoftCrossEntropy.Targets([[0]], 3, smoothing)).reshape(1, 3);

        SoftCrossEntropy.Mean(logits, targets).ToDouble().Should().BeApproximately(expected, 1e-5);
    }

    [Fact]
    public void Mean_OfTwoImages_IsTheirMean()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 3, 2, 1, 0, 0, 0 }).reshape(2, 3);
        var targets = tensor(SoftCrossEntropy.Targets([[0], [1]], 3, 0)).reshape(2, 3);

        SoftCrossEntropy.Mean(logits, targets).ToDouble().Should().BeApproximately((0.407606 + Math.Log(3)) / 2, 1e-5);
    }
}
