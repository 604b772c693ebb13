using Platform.Training.Evaluation;

namespace Platform.Tests.Training.Evaluation;

public sealed class KeypointOverlapTests
{
    private static readonly KeypointOverlap s_measure = new(_ => 0.05);

    [Fact]
    public void Of_TwoLabelledPoints_IsTheMeanOfTheirSimilarities()
    {
        var truth = Truth([10, 10, 2, 20, 20, 1, 99, 99, 0], area: 400);

        // Exact, and 2 px off: exp(-4 / (4 x .05^2) / 400 / 2) = exp(-.5); the third point is not labelled.
        s_measure.Of(Found(10, 10, 1, 22, 20, 1, 0, 0, 1), truth).Should().BeApproximately((1 + 0.6065307) / 2, 1e-6);
    }

    [Fact]
    public void Of_NoLabelledPoint_MeasuresHowFarOutsideTheEnlargedBoxItLies()
    {
        var truth = Truth([0, 0, 0, 0, 0, 0], area: 400) with { Box = new CocoBox(100, 100, 20, 20) };

        s_measure.Of(Found(90, 130, 1, 110, 110, 1), truth).Should().BeApproximately(1, 1e-9);
        s_measure.Of(Found(78, 110, 1, 110, 142, 1), truth).Should().BeApproximately(0.6065307, 1e-6);
    }

    [Fact]
    public void Of_DetectionOfAClassWithFewerPoints_CountsThoseItLacksAsFar() =>
        s_measure.Of(Found(10, 10, 1), Truth([10, 10, 2, 20, 20, 2], area: 400)).Should().BeApproximately(0.5, 1e-9);

    [Fact]
    public void PersonSigmas_AreCocosSeventeen() => KeypointOverlap.PersonSigmas.Should().HaveCount(17).And.StartWith([0.026]).And.EndWith([0.089]);

    [Fact]
    public void Evaluate_SimilarityOfEightTenths_CountsUpToThatThreshold()
    {
        // Similarity .8033 passes seven of ten thresholds.
        var image = new ImageResult([Truth([10, 10, 2, 20, 20, 2], area: 400)], [Found(10, 10, 1, 22, 20, 1)]);

        CocoEvaluator.Evaluate([image], 1, s_measure).Map50To95.Should().BeApproximately(0.7, 1e-9);
    }

    [Fact]
    public void Evaluate_MoreThanTwentyDetections_LeavesTheWeakestOut()
    {
        var misses = Enumerable.Range(0, 20).Select(_ => Found(90, 90, 1, 95, 95, 1)).ToList();
        var hit = Found(10, 10, 1, 20, 20, 1) with { Score = 0.1 };

        CocoEvaluator.Evaluate([new ImageResult([Truth([10, 10, 2, 20, 20, 2], area: 400)], [.. misses, hit])], 1, s_measure).Map50.Should().Be(0);
        CocoEvaluator.Evaluate([new ImageResult([Truth([10, 10, 2, 20, 20, 2], area: 400)], [.. misses.Skip(1), hit])], 1, s_measure).Map50.Should().BeGreaterThan(0);
    }

    private static DetectedBox Found(params float[] points) => new(0, 0.9, new CocoBox(0, 0, 100, 100), 400, points);

    private static GroundTruthBox Truth(float[] points, double area) => new(0, new CocoBox(0, 0, 100, 100), Area: area, Shape: points);
}
