using Platform.Tests.Training.Torch;
using Platform.Training.Assigners;
using Platform.Training.Losses;
using Platform.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Losses;

public sealed class DetectionLossTests : TorchTest, IDisposable
{
    private const double Precision = 1e-5;

    private readonly DisposeScope _scope;

    public DetectionLossTests() => _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0, 1, 0.173287)]   // ln 2 x .5^2
    [InlineData(0, 0.5, 0)]        // the score is what it should be
    [InlineData(2, 0, 1.650077)]   // 2.126928 x .880797^2
    [InlineData(-40, 0, 0)]
    public void QualityFocal_OneLogit_IsEntropyTimesSquaredDistance(float logit, float target, double expected) =>
        QualityFocalLoss.Sum(tensor(new[] { logit }), tensor(new[] { target })).ToDouble().Should().BeApproximately(expected, Precision);

    [Fact]
    public void GeneralizedIou_KnownBoxes_GivesHandComputedValues()
    {
        var predicted = tensor(new float[] { 0, 0, 2, 2, 0, 0, 2, 2, 0, 0, 1, 1 }).reshape(3, 4);
        var target = tensor(new float[] { 0, 0, 2, 2, 1, 1, 3, 3, 2, 0, 3, 1 }).reshape(3, 4);

        var losses = GeneralizedIouLoss.PerBox(predicted, target).data<float>().ToArray();

        // Equal; 1/7 - 2/9; disjoint: 0 - 1/3.
        losses[0].Should().BeApproximately(0, 1e-5f);
        losses[1].Should().BeApproximately(1.0793651f, 1e-5f);
        losses[2].Should().BeApproximately(1.3333333f, 1e-5f);
    }

    [Fact]
    public void DistributionFocal_FourSides_WeighsTheTwoNeighbourBins()
    {
        // Probabilities .25 .5 .25 on each side; the last distance is beyond the range and is cut to 1.99.
        var logProbabilities = tensor(new[] { 0.25f, 0.5f, 0.25f }).log().expand(1, 4, 3);
        var distances = tensor(new float[] { 0.5f, 0, 1, 5 }).reshape(1, 4);

        DistributionFocalLoss.PerBox(logProbabilities, distances).ToDouble().Should().BeApproximately(1.124631, Precision);
    }

    [Fact]
    public void Decoder_PeakedDistributions_GivesTheBoxInPixels()
    {
        using var decoder = new BoxDecoder(16, CPU);
        var logits = full([1, 4, 17], -1000f);
        foreach (var (side, bin) in new[] { (0, 1), (1, 2), (2, 3), (3, 16) })
        {
            logits.select(1, side).select(1, bin).fill_(0);
        }

        var box = decoder.Decode(logits.reshape(1, 68), tensor(new float[] { 100, 200 }).reshape(1, 2), tensor(new float[] { 8 }).reshape(1, 1));

        box.data<float>().ToArray().Should().Equal(92, 184, 124, 328);
    }

    [Fact]
    public void Total_OnePositive_AddsTheWeightedTerms()
    {
        using var decoder = new BoxDecoder(16, CPU);
        var loss = new DetectionLoss(new LossWeights(), decoder, 16);
        var grid = new PointGrid(64, 64);
        var output = new DetectorOutput(zeros(1, grid.Count, 1), zeros(1, grid.Count, 68));
        TruthBox[] truths = [new(0, 0, 0, 32, 32)];
        var targets = DetectionTargets.Build(grid, 1, [truths], [[new PositivePoint(9, 0, 0.5f)]]);

        var terms = loss.Compute(output, targets);

        // All-even distributions reach 8 strides: box (-52, -52, 76, 76) of 128^2 around the object's 32^2: GIoU = IoU = 1/16.
        terms.Class.ToDouble().Should().BeApproximately(83 * 0.173287, 1e-3, "the positive's score .5 already is its target");
        terms.Box.ToDouble().Should().BeApproximately(2 * 0.5 * (1 - (1.0 / 16)), Precision);
        terms.Distribution.ToDouble().Should().BeApproximately(0.25 * 0.5 * Math.Log(17), Precision);
    }

    [Fact]
    public void Total_ImagesWithoutObjects_TrainsScoresOnly()
    {
        using var decoder = new BoxDecoder(16, CPU);
        var loss = new DetectionLoss(new LossWeights(), decoder, 16);
        var grid = new PointGrid(64, 64);
        var boxLogits = zeros(1, grid.Count, 68).requires_grad_();
        var classLogits = zeros(1, grid.Count, 1).requires_grad_();

        var terms = loss.Compute(new DetectorOutput(classLogits, boxLogits), DetectionTargets.Build(grid, 1, [[]], [[]]));
        terms.Total().backward();

        terms.Box.ToDouble().Should().Be(0);
        boxLogits.grad!.abs().sum().ToDouble().Should().Be(0);
        classLogits.grad!.min().ToDouble().Should().BePositive("every score is too high");
    }
}
