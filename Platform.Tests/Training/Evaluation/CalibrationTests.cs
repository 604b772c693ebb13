using Platform.Training.Evaluation;
using Platform.Training.Tasks.Cls;

namespace Platform.Tests.Training.Evaluation;

public sealed class CalibrationTests
{
    [Fact]
    public void Calibration_OfKnownPredictions_IsTheMeanGapWeightedByCount()
    {
        var tally = new CalibrationTally();
        // Bin .9 to 1: four of mean .95, three right: gap .2. Bin .2 to .3: one of .25, right: gap .75.
        foreach (var (confidence, isRight) in new[] { (.92, true), (.94, true), (.96, false), (.98, true), (.25, true) })
        {
            tally.Add(confidence, isRight);
        }

        var calibration = tally.Finish();

        calibration.ExpectedError.Should().BeApproximately(((4 * .2) + (1 * .75)) / 5, 1e-12);
        calibration.MaximumError.Should().BeApproximately(.75, 1e-12);
        calibration.Bins.Should().HaveCount(10);
        calibration.Bins[9].Should().BeEquivalentTo(new { Count = 4, Accuracy = .75 });
        calibration.Bins[9].Confidence.Should().BeApproximately(.95, 1e-12);
        calibration.Bins[3].Should().Be(new CalibrationBin(.3, .4, 0, null, null));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(.1, 1)]
    [InlineData(.7, 7)]
    [InlineData(1, 9)]
    public void Calibration_OnABorder_CountsInTheBinThatBeginsThere(double confidence, int bin)
    {
        var tally = new CalibrationTally();
        tally.Add(confidence, true);
        tally.Finish().Bins[bin].Count.Should().Be(1);
    }

    [Fact]
    public void Calibration_OfNothing_HasNoError() => new CalibrationTally().Finish().ExpectedError.Should().BeNull();

    [Fact]
    public void Calibration_OfDetections_LeavesOutTheCountlessOnesNearZeroAndCrowds()
    {
        var box = new CocoBox(0, 0, 50, 50);
        var elsewhere = new CocoBox(200, 200, 50, 50);
        var crowd = new CocoBox(400, 400, 100, 100);
        var image = new ImageResult(
            [new(0, box), new(1, crowd, IsCrowd: true)],
            [new(0, .85, box), new(0, .65, elsewhere), new(0, .04, elsewhere), new(1, .9, new CocoBox(410, 410, 20, 20))]);

        var calibration = CocoEvaluator.Evaluate([image], 2).Calibration!;

        calibration.MinimumConfidence.Should().Be(.05);
        calibration.Bins.Sum(bin => bin.Count).Should().Be(2);
        calibration.Bins[8].Accuracy.Should().Be(1);
        calibration.Bins[6].Accuracy.Should().Be(0);
        calibration.ExpectedError.Should().BeApproximately((.15 + .65) / 2, 1e-12);
    }

    [Fact]
    public void Calibration_OfAClassifier_ComparesTheMostProbableClass()
    {
        var calibration = ClassificationEvaluator.Evaluate([[.9f, .1f], [.75f, .25f]], [[0], [1]], 2).Calibration!;

        calibration.ExpectedError.Should().BeApproximately((.1 + .75) / 2, 1e-6);
    }
}
