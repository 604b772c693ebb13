using Platform.Training.Tasks.Cls;

namespace Platform.Tests.Training.Tasks.Cls;

public sealed class ClassificationEvaluatorTests
{
    [Fact]
    public void Evaluate_FourImages_CountsRightsByClass()
    {
        // Says 0, 0, 1, 2 where 0, 1, 1, 1 is true; class 2 does not occur.
        var metrics = ClassificationEvaluator.Evaluate([[.8f, .1f, .1f], [.6f, .3f, .1f], [.2f, .7f, .1f], [.1f, .1f, .8f]], [[0], [1], [1], [1]], 3);

        metrics.Top1.Should().Be(0.5);
        metrics.Top5.Should().Be(1);
        metrics.ImageCount.Should().Be(4);
        metrics.Classes.Should().Equal(new ClassAccuracy(0, 1, 1, 0.5), new ClassAccuracy(1, 3, 1 / 3.0, 1), new ClassAccuracy(2, 0, null, 0));
        metrics.Recall.Should().BeApproximately((1 + (1 / 3.0)) / 2, 1e-12);
        metrics.Precision.Should().Be(0.75);
        metrics.F1.Should().BeApproximately(((2 / 3.0) + 0.5) / 2, 1e-12);
        metrics.Confusion.Should().Equal(1, 0, 0, 1, 1, 1, 0, 0, 0);
    }

    [Fact]
    public void Evaluate_SeveralTags_AnyOfThemIsRight() =>
        ClassificationEvaluator.Evaluate([[.1f, .9f], [.9f, .1f]], [[0, 1], [1]], 2).Top1.Should().Be(0.5);

    [Fact]
    public void Evaluate_SixthBest_IsNotAmongTheFirstFive()
    {
        float[] falling = [.3f, .25f, .2f, .15f, .06f, .04f];

        ClassificationEvaluator.Evaluate([falling, falling], [[4], [5]], 6).Should().Match<ClassificationMetrics>(metrics => metrics.Top1 == 0 && metrics.Top5 == 0.5);
    }

    [Fact]
    public void Evaluate_Nothing_IsZero() => ClassificationEvaluator.Evaluate([], [], 2).Top1.Should().Be(0);
}
