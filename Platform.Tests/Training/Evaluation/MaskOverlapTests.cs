using Platform.Training.Data;
using Platform.Training.Evaluation;

namespace Platform.Tests.Training.Evaluation;

/// <summary>Masks are matched by their pixels, boxes only by their edges.</summary>
public sealed class MaskOverlapTests
{
    private static readonly PixelMask s_square = Mask((_, _) => true);

    [Fact]
    public void Of_HalfTheSquare_IsOneHalfAlthoughTheBoxesAgree()
    {
        var half = Mask((x, y) => (x + y) % 2 == 0);

        OverlapMeasure.Masks.Of(Found(half), Truth(s_square)).Should().Be(0.5);
        OverlapMeasure.Boxes.Of(Found(half), Truth(s_square)).Should().Be(1);
    }

    [Fact]
    public void Of_Crowd_IsTheShareOfTheDetectionInside() =>
        OverlapMeasure.Masks.Of(Found(Mask((x, _) => x < 5)), Truth(Mask((_, y) => y < 4)) with { IsCrowd = true }).Should().Be(0.4);

    [Fact]
    public void Of_NothingShared_IsZero() => OverlapMeasure.Masks.Of(Found(Mask((x, _) => x < 5)), Truth(Mask((x, _) => x >= 5))).Should().Be(0);

    [Fact]
    public void Evaluate_ThreeFifthsOfTheMask_CountsUpToThatThreshold()
    {
        var image = new ImageResult([Truth(s_square)], [Found(Mask((_, y) => y < 6))]);

        CocoEvaluator.Evaluate([image], 1, OverlapMeasure.Masks).Should().Match<DetectionMetrics>(
            metrics => Math.Abs(metrics.Map50To95 - 0.3) < 1e-9 && Math.Abs(metrics.Map50 - 1) < 1e-9, "IoU .6 passes .5, .55 and .6 of ten thresholds");
    }

    // Pixels of the square from 0 to 10 on an image of 32 x 32.
    private static PixelMask Mask(Func<int, int, bool> isInside) => PixelMask.FromTest(new PixelBox(0, 0, 10, 10), 32, 32, isInside);

    private static DetectedBox Found(PixelMask mask) => new(0, 0.9, new CocoBox(0, 0, 10, 10), mask.Area, mask);

    private static GroundTruthBox Truth(PixelMask mask) => new(0, new CocoBox(0, 0, 10, 10), Area: mask.Area, Shape: mask);
}
