using Platform.Training.Inference;

namespace Platform.Tests.Training.Inference;

public class DetectionComparisonTests
{
    [Fact]
    public void CountMatches_NearlyEqualBoxes_MatchesEachOnce()
    {
        var box = new Detection(0, .9f, 10, 10, 50, 50);

        DetectionComparison.CountMatches([box, box], [box with { X1 = 10.05f }]).Should().Be(1);
        DetectionComparison.CountMatches([box], [box with { X1 = 10.5f }]).Should().Be(0);
        DetectionComparison.CountMatches([box], [box with { ClassIndex = 1 }]).Should().Be(0);
        DetectionComparison.CountMatches([box], [box with { Score = .88f }]).Should().Be(0);
    }

    [Fact]
    public void MaxDifference_NaN_CountsAsInfinite()
    {
        DetectionComparison.MaxDifference([1, 2, 3], [1, 2.5f, 3]).Should().Be(.5f);
        DetectionComparison.MaxDifference([1, float.NaN], [1, 2]).Should().Be(float.PositiveInfinity);
    }

    [Fact]
    public void ParityReport_AddedBatches_KeepTheWorstAndSumTheRest()
    {
        var expected = new DetectorRawOutput([0, 0, 10, 10, 20, 20, 30, 30], [.9f, .8f], 2, 1);
        var actual = expected with { Boxes = [0, 0, 10, 10, 20, 20, 30, 30.5f] };

        var same = ParityReport.Empty.Add(expected, expected, DetectionThresholds.Display);
        var both = same.Add(expected, actual, DetectionThresholds.Display);

        same.IsWithinTolerance.Should().BeTrue();
        both.Should().Be(new ParityReport(4, .5f, 0, 4, 4, 3));
        both.IsWithinTolerance.Should().BeFalse();
    }
}
