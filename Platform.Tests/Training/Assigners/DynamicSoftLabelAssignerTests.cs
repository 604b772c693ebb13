using Platform.Training.Assigners;
using Platform.Training.Models;

namespace Platform.Tests.Training.Assigners;

/// <summary>A 64 x 64 input has 64 points of stride 8, then 16 of stride 16 (from 64), then 4 of stride 32 (from 80).</summary>
public sealed class DynamicSoftLabelAssignerTests
{
    private const int FirstStride16 = 64;
    private const int FirstStride32 = 80;

    private readonly PointGrid _grid = new(64, 64);
    private readonly DynamicSoftLabelAssigner _assigner;
    private readonly float[] _boxes;
    private readonly float[] _logits;

    public DynamicSoftLabelAssignerTests()
    {
        _assigner = new DynamicSoftLabelAssigner(_grid);
        _boxes = new float[_grid.Count * 4];
        _logits = new float[_grid.Count * 2];
    }

    [Fact]
    public void Assign_NoObjects_HasNoPositives() => Assign().Should().BeEmpty();

    [Fact]
    public void Assign_PerfectBoxesEverywhere_TakesTheThirteenNearestTheCentre()
    {
        var truth = new TruthBox(0, 0, 0, 32, 32);
        PredictEverywhere(truth);

        var positives = Assign(truth);

        // Distances in strides: 0 for stride 32; .71 for all of stride 16 and four of stride 8; 1.58 for the next of stride 8.
        positives.Should().HaveCount(13).And.OnlyContain(p => p.Score == 1 && p.Truth == 0);
        positives.Select(p => p.Point).Should().Contain([FirstStride32, FirstStride16, FirstStride16 + 1, FirstStride16 + 4, FirstStride16 + 5]);
        positives.Select(p => p.Point).Should().Contain([9, 10, 17, 18]).And.NotContain([0, 3, 24, 27]);
    }

    [Fact]
    public void Assign_SumOfBestIousBelowTwo_TakesOnePoint()
    {
        Predict(9, new TruthBox(0, 0, 0, 32, 16));  // IoU .5
        Predict(10, new TruthBox(0, 0, 0, 32, 24)); // IoU .75

        var positives = Assign(new TruthBox(0, 0, 0, 32, 32));

        // Cost of 10: .75 x (.75 - .5)^2-weighted entropy - 3 ln .75 = .90; of 9: - 3 ln .5 = 2.08; both .71 strides away.
        positives.Should().ContainSingle().Which.Should().Be(new PositivePoint(10, 0, 0.75f));
    }

    [Fact]
    public void Assign_EqualBoxes_PrefersTheScoreNearestTheIou()
    {
        Predict(9, new TruthBox(0, 0, 0, 32, 16));
        Predict(18, new TruthBox(0, 0, 0, 32, 16));
        _logits[9 * 2] = -4;
        _logits[18 * 2] = 0.1f;

        Assign(new TruthBox(0, 0, 0, 32, 32)).Should().ContainSingle().Which.Point.Should().Be(18);
    }

    [Fact]
    public void Assign_OtherClassScoresHigh_CostsThePoint()
    {
        Predict(9, new TruthBox(0, 0, 0, 32, 16));
        Predict(18, new TruthBox(0, 0, 0, 32, 16));
        _logits[(9 * 2) + 1] = 4;
        _logits[(18 * 2) + 1] = -4;

        Assign(new TruthBox(0, 0, 0, 32, 32)).Should().ContainSingle().Which.Point.Should().Be(18);
    }

    [Fact]
    public void Assign_PointClaimedTwice_GoesToTheCheaperObject()
    {
        Predict(9, new TruthBox(0, 0, 0, 24, 24));

        var positives = Assign(new TruthBox(0, 0, 0, 32, 32), new TruthBox(1, 0, 0, 24, 24));

        positives.Should().ContainSingle().Which.Should().Be(new PositivePoint(9, 1, 1));
    }

    [Fact]
    public void Assign_ObjectBetweenPoints_FallsBackToTheNearestFinePoint()
    {
        var truth = new TruthBox(0, 22, 30, 25, 33); // centre (23.5, 31.5): column 2, row 3; no point has x in (22, 25)

        var positives = Assign(truth);

        positives.Should().ContainSingle().Which.Should().Be(new PositivePoint((3 * 8) + 2, 0, 0));
    }

    [Theory]
    [InlineData(10, 10, 10, 20)]
    [InlineData(10, 10, 5, 20)]
    public void Assign_BoxWithoutArea_IsPassedOver(float left, float top, float right, float bottom) =>
        Assign(new TruthBox(0, left, top, right, bottom)).Should().BeEmpty();

    [Fact]
    public void Targets_TwoImages_PointIntoTheFlatBatch()
    {
        var truths = new[] { new[] { new TruthBox(1, 0, 0, 32, 32) }, [new TruthBox(0, 8, 8, 24, 24)] };
        List<PositivePoint>[] assignments = [[new PositivePoint(9, 0, 0.25f)], [new PositivePoint(FirstStride16, 0, 0.5f)]];

        var targets = DetectionTargets.Build(_grid, 2, truths, assignments);

        targets.PositiveRows.Should().Equal(9, 84 + FirstStride16);
        targets.ClassScores[(9 * 2) + 1].Should().Be(0.25f);
        targets.ClassScores[(84 + FirstStride16) * 2].Should().Be(0.5f);
        targets.ClassScores.Sum().Should().Be(0.75f);
        targets.Boxes.Should().Equal(0, 0, 32, 32, 8, 8, 24, 24);
        targets.Points.Should().Equal(12, 12, 8, 8);
        targets.Strides.Should().Equal(8, 16);
        targets.Normalizer.Should().Be(1, "the sum of scores is below one");
    }

    private List<PositivePoint> Assign(params TruthBox[] truths) => _assigner.Assign(_logits, _boxes, 2, truths);

    private void PredictEverywhere(TruthBox box)
    {
        for (var point = 0; point < _grid.Count; point++)
        {
            Predict(point, box);
        }
    }

    private void Predict(int point, TruthBox box) => new[] { box.Left, box.Top, box.Right, box.Bottom }.CopyTo(_boxes, point * 4);
}
