using Platform.Training.Evaluation;

namespace Platform.Tests.Training.Evaluation;

public class CocoOracleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Evaluate_RandomScenes_EqualTheLiteralDefinition(int seed)
    {
        const int ClassCount = 4;
        var images = RandomScenes.Make(seed, 60, ClassCount, 12);

        var metrics = CocoEvaluator.Evaluate(images, ClassCount);

        metrics.Map50To95.Should().BeApproximately(Mean(images, ClassCount, 0, 1e10)!.Value, 1e-12);
        Equal(metrics.MapSmall, Mean(images, ClassCount, 0, 1024));
        Equal(metrics.MapMedium, Mean(images, ClassCount, 1024, 9216));
        Equal(metrics.MapLarge, Mean(images, ClassCount, 9216, 1e10));
    }

    [Fact]
    public void Evaluate_LargeSet_FinishesAndCountsEverything()
    {
        var images = RandomScenes.Make(7, 500, 80, 8);

        var metrics = CocoEvaluator.Evaluate(images, 80);

        metrics.ImageCount.Should().Be(500);
        metrics.DetectionCount.Should().Be(images.Sum(i => i.Detections.Count));
        metrics.Confusion.Counts.Sum().Should().BeGreaterThanOrEqualTo(metrics.GroundTruthCount);
    }

    private static double? Mean(IReadOnlyList<ImageResult> images, int classCount, double min, double max) =>
        Enumerable.Range(0, classCount).Select(c => ReferenceCocoEvaluation.MeanPrecision(images, c, min, max, 100)).Average();

    private static void Equal(double? actual, double? expected)
    {
        actual.HasValue.Should().Be(expected.HasValue);
        (actual ?? 0).Should().BeApproximately(expected ?? 0, 1e-12);
    }
}
