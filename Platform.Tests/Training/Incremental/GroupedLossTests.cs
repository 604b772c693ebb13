using Platform.Tests.Training.Torch;
using Platform.Training.Assigners;
using Platform.Training.Data;
using Platform.Training.Losses;
using Platform.Training.Models;
using Platform.Training.Tasks.Det;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Incremental;

public sealed class GroupedLossTests : TorchTest, IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly PointGrid _grid = new(64, 64);
    private readonly BoxDecoder _decoder = new(16, CPU);

    public void Dispose()
    {
        _decoder.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Normalizers_ManyOldObjectsAndOneNew_AreEachGroupsOwnSum()
    {
        var targets = Targets();

        Loss([0, 0, 1]).Normalizers(targets).Should().Equal(2.4f, 1f);
        targets.Normalizer.Should().BeApproximately(3f, 1e-5f, "one divisor for all would be this");
    }

    [Fact]
    public void Box_OfTheOnlyNewObject_CountsWhateverTheNumberOfOldOnes()
    {
        var output = Output();
        var targets = Targets();
        var trained = TrainedPoints.Of(_grid, 3, 1, [], targets);

        var together = Loss([0, 0, 0]).Compute(output, targets, trained);
        var apart = Loss([0, 0, 1]).Compute(output, targets, trained);

        // Every positive costs the same here (even distributions, the same box around its point): 1 - 1/16 and ln 17.
        var giou = 1 - (1.0 / 16);
        together.Box.ToDouble().Should().BeApproximately(2 * giou, 1e-4, "all scores over their sum");
        apart.Box.ToDouble().Should().BeApproximately(2 * giou * (1 + 0.6), 1e-4, "the new object's share is no longer .6 of 3");
        apart.Distribution.ToDouble().Should().BeApproximately(0.25 * Math.Log(17) * (1 + 0.6), 1e-4);
    }

    [Fact]
    public void OneGroup_WithoutIgnoredRegions_IsTheOrdinaryLoss()
    {
        manual_seed(5);
        var output = new DetectorOutput(randn(1, _grid.Count, 3), randn(1, _grid.Count, 68));
        var targets = Targets();

        var ordinary = new DetectionLoss(new LossWeights(), _decoder, 16).Compute(output, targets);
        var grouped = Loss([0, 0, 0]).Compute(output, targets, TrainedPoints.Of(_grid, 3, 1, [], targets));

        grouped.Class.ToDouble().Should().BeApproximately(ordinary.Class.ToDouble(), 1e-4);
        grouped.Box.ToDouble().Should().BeApproximately(ordinary.Box.ToDouble(), 1e-5);
        grouped.Distribution.ToDouble().Should().BeApproximately(ordinary.Distribution.ToDouble(), 1e-5);
    }

    [Fact]
    public void IgnoredRegion_OfAClass_TeachesThatClassNothingThere()
    {
        var targets = Targets();
        var logits = zeros(1, _grid.Count, 3).requires_grad_();
        IgnoredRegion[] ignored = [new IgnoredRegion(new PixelBox(0, 0, 64, 32), [0, 2])];

        Loss([0, 0, 1]).Compute(new DetectorOutput(logits, zeros(1, _grid.Count, 68)), targets, TrainedPoints.Of(_grid, 3, 1, [ignored], targets)).Class.backward();

        var gradient = logits.grad!.reshape(_grid.Count, 3).data<float>().ToArray();
        for (var point = 0; point < _grid.Count; point++)
        {
            var isInside = _grid.Y[point] <= 32;
            (gradient[3 * point] != 0).Should().Be(!isInside || targets.PositiveRows.Contains(point), "point {0} of the first class, which objects of any class are told apart from", point);
            (gradient[(3 * point) + 1] != 0).Should().BeTrue("no region holds the second class");
        }
    }

    private GroupedDetectionLoss Loss(int[] groups) => new(new LossWeights(), _decoder, 16, groups);

    private DetectorOutput Output() => new(zeros(1, _grid.Count, 3), zeros(1, _grid.Count, 68));

    // Points of the finest level; each object is a square of 32 pixels around its point, as even distributions reach 8 strides each way.
    private DetectionTargets Targets()
    {
        TruthBox Around(int classIndex, int point) => new(classIndex, _grid.X[point] - 16, _grid.Y[point] - 16, _grid.X[point] + 16, _grid.Y[point] + 16);
        TruthBox[] truths = [Around(0, 9), Around(1, 11), Around(2, 13), Around(1, 27)];
        return DetectionTargets.Build(
            _grid, 3, [truths], [[new PositivePoint(9, 0, 1), new PositivePoint(11, 1, 1), new PositivePoint(13, 2, 0.6f), new PositivePoint(27, 3, 0.4f)]]);
    }
}
