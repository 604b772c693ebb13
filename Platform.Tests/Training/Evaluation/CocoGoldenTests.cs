using Platform.Training.Evaluation;

namespace Platform.Tests.Training.Evaluation;

/// <summary>Values computed by hand from the COCO definition.</summary>
public class CocoGoldenTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Evaluate_PerfectDetections_GiveOneEverywhere()
    {
        var metrics = Evaluate(2, Image([Truth(0, 10, 10, 200, 100), Truth(1, 300, 10, 40, 40)], [Found(0, .9, 10, 10, 200, 100), Found(1, .8, 300, 10, 40, 40)]));

        metrics.Map50To95.Should().BeApproximately(1, Tolerance);
        metrics.MapLarge.Should().BeApproximately(1, Tolerance);
        metrics.MapMedium.Should().BeApproximately(1, Tolerance);
        metrics.MapSmall.Should().BeNull();
        metrics.RecallAt1.Should().Be(1);
        metrics.F1.Should().Be(1);
        metrics.BestConfidence.Should().BeInRange(.3, .8);
    }

    [Fact]
    public void Evaluate_FalsePositiveBetweenTwoHits_InterpolatesPrecisionFromTheRight()
    {
        var metrics = Evaluate(1, Image([Truth(0, 0, 0, 100, 100), Truth(0, 200, 0, 100, 100)], [Found(0, .9, 0, 0, 100, 100), Found(0, .8, 0, 300, 100, 100), Found(0, .7, 200, 0, 100, 100)]));

        // Precision 1, 1/2, 2/3 at recall .5, .5, 1: 51 recall points see 1, 50 see 2/3.
        metrics.Map50.Should().BeApproximately((51 + (50 * 2 / 3.0)) / 101, Tolerance);
        metrics.Map50To95.Should().BeApproximately(metrics.Map50, Tolerance);
        metrics.PrecisionRecallCurve[50].Should().BeApproximately(1, Tolerance);
        metrics.PrecisionRecallCurve[51].Should().BeApproximately(2 / 3.0, Tolerance);
        metrics.F1.Should().BeApproximately(.8, Tolerance);
        metrics.Precision.Should().BeApproximately(2 / 3.0, Tolerance);
        metrics.Recall.Should().Be(1);
        metrics.BestConfidence.Should().BeApproximately(.35, Tolerance, "the plateau of .8 reaches from 0 to .7");
        metrics.ConfidenceCurve.F1[700].Should().BeApproximately(.8, Tolerance);
        metrics.ConfidenceCurve.F1[701].Should().BeApproximately(.5, Tolerance);
        metrics.ConfidenceCurve.F1[801].Should().BeApproximately(2 / 3.0, Tolerance);
    }

    [Theory]
    [InlineData(74, .5)]
    [InlineData(76, .6)]
    [InlineData(50, .1)]
    [InlineData(49, 0)]
    [InlineData(100, 1)]
    public void Evaluate_PartialOverlap_CountsTheThresholdsItReaches(double width, double expected)
    {
        var metrics = Evaluate(1, Image([Truth(0, 0, 0, 100, 100)], [Found(0, .9, 0, 0, width, 100)]));

        metrics.Map50To95.Should().BeApproximately(expected, Tolerance);
    }

    [Fact]
    public void Evaluate_DetectionsInsideACrowd_CountNeitherWay()
    {
        var crowd = new GroundTruthBox(0, new CocoBox(0, 0, 400, 400), IsCrowd: true);
        var metrics = Evaluate(
            1,
            Image(
                [crowd, Truth(0, 500, 0, 100, 100)],
                [Found(0, .99, 10, 10, 50, 50), Found(0, .98, 100, 100, 60, 60), Found(0, .97, 300, 300, 90, 90), Found(0, .5, 500, 0, 100, 100)]));

        metrics.Map50To95.Should().BeApproximately(1, Tolerance);
        metrics.GroundTruthCount.Should().Be(1);
        metrics.Confusion[metrics.Confusion.Background, 0].Should().Be(0);
    }

    [Fact]
    public void Evaluate_DetectionMostlyOutsideACrowd_IsAFalsePositive()
    {
        var crowd = new GroundTruthBox(0, new CocoBox(0, 0, 100, 100), IsCrowd: true);
        var metrics = Evaluate(1, Image([crowd, Truth(0, 500, 0, 100, 100)], [Found(0, .9, 51, 0, 100, 100), Found(0, .5, 500, 0, 100, 100)]));

        metrics.Map50.Should().BeApproximately(.5, Tolerance);
    }

    [Fact]
    public void Evaluate_CrowdBehindARealBox_DoesNotTakeItsMatch()
    {
        // The crowd overlaps fully (1.0), the real box by .8: the real one is taken all the same.
        var crowd = new GroundTruthBox(0, new CocoBox(0, 0, 400, 400), IsCrowd: true);
        var metrics = Evaluate(1, Image([crowd, Truth(0, 0, 0, 100, 100)], [Found(0, .9, 0, 0, 80, 100)]));

        metrics.Map50.Should().BeApproximately(1, Tolerance);

        // Thresholds .85, .9, .95 fall to the crowd: no hit, no false positive, precision 0 there.
        metrics.RecallAt100.Should().BeApproximately(.7, Tolerance);
    }

    [Fact]
    public void Evaluate_EqualScores_KeepImageOrder()
    {
        var miss = Image([], [Found(0, .5, 0, 0, 50, 50)]);
        var hit = Image([Truth(0, 0, 0, 100, 100)], [Found(0, .5, 0, 0, 100, 100)]);

        Evaluate(1, miss, hit).Map50.Should().BeApproximately(.5, Tolerance);
        Evaluate(1, hit, miss).Map50.Should().BeApproximately(1, Tolerance);
    }

    [Fact]
    public void Evaluate_EqualOverlaps_GoToTheLaterBox()
    {
        // The first detection overlaps both boxes by 9000/11000; the second reaches .5 only with the right one (7000/13000).
        DetectedBox[] found = [Found(0, .9, 10, 0, 100, 100), Found(0, .8, 50, 0, 100, 100)];
        var left = Truth(0, 0, 0, 100, 100);
        var right = Truth(0, 20, 0, 100, 100);

        Evaluate(1, Image([left, right], found)).Map50.Should().BeApproximately(51 / 101.0, Tolerance);
        Evaluate(1, Image([right, left], found)).Map50.Should().BeApproximately(1, Tolerance);
    }

    [Fact]
    public void Evaluate_BoxOnAnAreaEdge_CountsInBothRanges()
    {
        var metrics = Evaluate(1, Image([Truth(0, 0, 0, 32, 32)], [Found(0, .9, 200, 200, 50, 50), Found(0, .8, 0, 0, 32, 32)]));

        metrics.Map50.Should().BeApproximately(.5, Tolerance);
        metrics.MapSmall.Should().BeApproximately(1, Tolerance, "the unmatched 50 x 50 detection lies outside the range");
        metrics.MapMedium.Should().BeApproximately(.5, Tolerance);
        metrics.MapLarge.Should().BeNull();
    }

    [Fact]
    public void Evaluate_GivenArea_ReplacesWidthTimesHeight()
    {
        var metrics = Evaluate(1, Image([new GroundTruthBox(0, new CocoBox(0, 0, 100, 100), Area: 900)], [Found(0, .9, 0, 0, 100, 100)]));

        metrics.MapSmall.Should().BeApproximately(1, Tolerance);
        metrics.MapLarge.Should().BeNull();
    }

    [Fact]
    public void Evaluate_MoreThanOneHundredDetections_CutsByScore()
    {
        var misses = Enumerable.Range(0, 100).Select(i => Found(0, .9, 1000 + (20 * i), 0, 10, 10));
        var hit = Found(0, .8, 0, 0, 100, 100);

        var metrics = Evaluate(1, Image([Truth(0, 0, 0, 100, 100)], [hit, .. misses]));

        metrics.Map50.Should().Be(0);
        metrics.RecallAt100.Should().Be(0);
        metrics.DetectionCount.Should().Be(101);
        Evaluate(1, Image([Truth(0, 0, 0, 100, 100)], [hit, .. misses.Skip(1)])).Map50.Should().BeApproximately(.01, Tolerance);
    }

    [Fact]
    public void Evaluate_DetectionLimits_ShapeRecall()
    {
        var truth = Enumerable.Range(0, 12).Select(i => Truth(0, 200 * i, 0, 100, 100)).ToArray();
        var found = Enumerable.Range(0, 12).Select(i => Found(0, .9 - (i * .01), 200 * i, 0, 100, 100)).ToArray();

        var metrics = Evaluate(1, Image(truth, found));

        metrics.RecallAt1.Should().BeApproximately(1 / 12.0, Tolerance);
        metrics.RecallAt10.Should().BeApproximately(10 / 12.0, Tolerance);
        metrics.RecallAt100.Should().Be(1);
    }

    [Fact]
    public void Evaluate_ClassWithoutGroundTruth_IsLeftOutOfTheMean()
    {
        var metrics = Evaluate(3, Image([Truth(0, 0, 0, 100, 100), Truth(2, 0, 0, 50, 50)], [Found(0, .9, 0, 0, 100, 100), Found(1, .9, 0, 0, 100, 100)]));

        metrics.Classes[0].Ap50.Should().BeApproximately(1, Tolerance);
        metrics.Classes[1].Ap50.Should().BeNull();
        metrics.Classes[1].PrecisionRecallCurve.Should().BeEmpty();
        metrics.Classes[2].Ap50.Should().Be(0);
        metrics.Map50.Should().BeApproximately(.5, Tolerance);
    }

    [Fact]
    public void Evaluate_NoDetections_GiveZero()
    {
        var metrics = Evaluate(1, Image([Truth(0, 0, 0, 100, 100)], []));

        metrics.Map50To95.Should().Be(0);
        metrics.RecallAt100.Should().Be(0);
        metrics.F1.Should().Be(0);
        metrics.Confusion[0, 1].Should().Be(1);
    }

    [Fact]
    public void Evaluate_NoGroundTruth_IsUndefinedButDoesNotFail()
    {
        var metrics = Evaluate(1, Image([], [Found(0, .9, 0, 0, 10, 10)]));

        metrics.Map50.Should().Be(0);
        metrics.GroundTruthCount.Should().Be(0);
        metrics.RecallAt100.Should().BeNull();
        metrics.PrecisionRecallCurve.Should().BeEmpty();
    }

    [Fact]
    public void Evaluate_UnknownClassOrBrokenNumber_IsRefused()
    {
        var unknown = () => Evaluate(1, Image([Truth(1, 0, 0, 1, 1)], []));
        var broken = () => Evaluate(1, Image([], [Found(0, double.NaN, 0, 0, 1, 1)]));

        unknown.Should().Throw<ArgumentOutOfRangeException>();
        broken.Should().Throw<ArgumentException>();
    }

    private static DetectionMetrics Evaluate(int classCount, params ImageResult[] images) => CocoEvaluator.Evaluate(images, classCount);

    private static ImageResult Image(GroundTruthBox[] truth, DetectedBox[] found) => new(truth, found);

    private static GroundTruthBox Truth(int c, double x, double y, double w, double h) => new(c, new CocoBox(x, y, w, h));

    private static DetectedBox Found(int c, double score, double x, double y, double w, double h) => new(c, score, new CocoBox(x, y, w, h));
}
