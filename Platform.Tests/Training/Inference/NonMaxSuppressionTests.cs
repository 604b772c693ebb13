using Platform.Training.Inference;

namespace Platform.Tests.Training.Inference;

public class NonMaxSuppressionTests
{
    private static readonly DetectionThresholds s_thresholds = new(.25f, .6f, 300);

    [Fact]
    public void Select_OverlappingBoxesOfOneClass_KeepsTheBest()
    {
        float[] boxes = [0, 0, 100, 100, 0, 0, 90, 100, 200, 0, 300, 100];
        float[] scores = [.5f, .9f, .4f];

        var kept = NonMaxSuppression.Select(boxes, scores, 1, s_thresholds);

        kept.Should().Equal(new Detection(0, .9f, 0, 0, 90, 100), new Detection(0, .4f, 200, 0, 300, 100));
    }

    [Fact]
    public void Select_OverlappingBoxesOfDifferentClasses_KeepsBoth()
    {
        float[] boxes = [0, 0, 100, 100, 0, 0, 100, 100];
        float[] scores = [.9f, .1f, .1f, .8f];

        NonMaxSuppression.Select(boxes, scores, 2, s_thresholds).Select(d => d.ClassIndex).Should().Equal(0, 1);
    }

    [Fact]
    public void Select_OverlapExactlyAtTheThreshold_KeepsBoth()
    {
        float[] boxes = [0, 0, 100, 100, 0, 0, 50, 100];

        NonMaxSuppression.Select(boxes, [.9f, .8f], 1, new DetectionThresholds(.1f, .5f)).Should().HaveCount(2);
    }

    [Fact]
    public void Select_TiesAndNaN_KeepsPointOrderAndDropsNaN()
    {
        float[] boxes = [0, 0, 10, 10, 20, 0, 30, 10, 40, 0, 50, 10];

        var kept = NonMaxSuppression.Select(boxes, [.5f, float.NaN, .5f], 1, s_thresholds);

        kept.Select(d => d.X1).Should().Equal(0, 40);
    }

    [Fact]
    public void Select_MoreThanTheMaximum_KeepsTheHighestScores()
    {
        var boxes = Enumerable.Range(0, 400).SelectMany(i => new float[] { 20 * i, 0, (20 * i) + 10, 10 }).ToArray();
        var scores = Enumerable.Range(0, 400).Select(i => .3f + (i * .001f)).ToArray();

        var kept = NonMaxSuppression.Select(boxes, scores, 1, s_thresholds);

        kept.Should().HaveCount(300).And.BeInDescendingOrder(d => d.Score);
        kept[^1].Score.Should().Be(scores[100]);
    }

    [Fact]
    public void Select_MismatchedLengths_AreRefused()
    {
        var act = () => NonMaxSuppression.Select(new float[8], new float[5], 2, s_thresholds);

        act.Should().Throw<ArgumentException>();
    }
}
