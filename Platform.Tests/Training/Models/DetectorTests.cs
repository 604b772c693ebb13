using Platform.Tests.Training.Torch;
using Platform.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Models;

public sealed class DetectorTests : TorchTest, IDisposable
{
    private readonly DisposeScope _scope;

    public DetectorTests() => _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // RTMDet-tiny is published with 4.8 M, RTMDet-s with 8.9 M parameters for 80 classes; the distribution head adds some.
    [Theory]
    [InlineData(DetectorSize.Nano, 80, 2.18)]
    [InlineData(DetectorSize.Tiny, 80, 4.88)]
    [InlineData(DetectorSize.Small, 80, 8.9)]
    public void ParameterCount_PublishedSizes_IsThatOfTheDesign(DetectorSize size, int classes, double millions)
    {
        using var detector = new Detector(DetectorArchitecture.Of(size, classes));

        (detector.ParameterCount / 1e6).Should().BeApproximately(millions, 0.02 * millions);
    }

    [Fact]
    public void Forward_TwoImages_PredictsAtEveryPoint()
    {
        using var detector = Small(classes: 3);
        using var noGrad = no_grad();

        var output = detector.forward(zeros(2, 3, 64, 96));

        var points = new PointGrid(96, 64).Count;
        output.ClassLogits.shape.Should().Equal(2, points, 3);
        output.BoxLogits.shape.Should().Equal(2, points, 68);
    }

    [Fact]
    public void Initialize_SameSeed_GivesTheSameWeightsAndALowPrior()
    {
        using var first = Small(classes: 2);
        using var second = Small(classes: 2);
        manual_seed(7);
        DetectorInitializer.Initialize(first);
        manual_seed(7);
        DetectorInitializer.Initialize(second);

        var (a, b) = (first.state_dict(), second.state_dict());
        a.Keys.Should().OnlyContain(name => a[name].equal(b[name]));
        first.Head.ClassPredictions[0].bias!.sigmoid().data<float>().ToArray().Should().OnlyContain(p => Math.Abs(p - 0.01f) < 1e-4f);
    }

    private static Detector Small(int classes) => new(new DetectorArchitecture { Width = 0.125, Depth = 0.167, ClassCount = classes });
}
