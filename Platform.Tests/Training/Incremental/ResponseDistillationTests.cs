using Platform.Tests.Training.Torch;
using Platform.Training.Incremental;
using Platform.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Incremental;

/// <summary>The terms of distillation against values worked out by hand.</summary>
public sealed class ResponseDistillationTests : TorchTest, IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Select_OnePointAboveMeanAndTwoDeviations_KeepsItAlone()
    {
        // Scores .5 nine times and .9: mean .54, deviation .12, threshold .78.
        var logits = zeros(1, 10, 2);
        logits.select(1, 4).select(1, 1).fill_(Math.Log(9));

        var (confidence, kept) = ResponseDistillation.Select(logits, 2);

        kept.nonzero().data<long>().ToArray().Should().Equal(0, 4);
        confidence.select(1, 4).ToDouble().Should().BeApproximately(0.9, 1e-6);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1.0986123, 0.1308122)]  // teacher .75, student .5: .75 ln 1.5 + .25 ln .5
    [InlineData(1.0986123, 0, 0.1438410)]  // teacher .5, student .75: ln 2 halves against .75 and .25
    public void Classes_OneAnswer_IsTheDivergenceOfTwoCoins(float student, float teacher, double expected) =>
        ResponseDistillation.Classes(tensor(new[] { student }).reshape(1, 1), tensor(new[] { teacher }).reshape(1, 1)).ToDouble().Should().BeApproximately(expected, 1e-5);

    [Fact]
    public void Classes_SeveralRows_SumsClassesAndAveragesRows()
    {
        var teacher = full([4, 2], 1.0986123f);

        ResponseDistillation.Classes(zeros(4, 2), teacher).ToDouble().Should().BeApproximately(2 * 0.1308122, 1e-5);
    }

    [Fact]
    public void Sides_SoftenedDistributions_WeighsRowsByConfidence()
    {
        // Softened by T = 2, a logit of 2 ln 3 is odds of 3 to 1: divergence from even .1308, times T^2; the second row agrees.
        var teacher = zeros(2, 4, 2);
        teacher.select(0, 0).select(1, 0).fill_(2 * 1.0986123);

        var loss = ResponseDistillation.Sides(zeros(2, 4, 2), teacher, tensor(new[] { 0.9f, 0.3f }), 2);

        loss.ToDouble().Should().BeApproximately(4 * 0.1308122 * 0.9 / 1.2, 1e-4);
    }

    [Fact]
    public void Terms_TeacherWithoutGradient_TeachTheStudentAlone()
    {
        var student = zeros(1, 10, 2).requires_grad_();
        var sides = zeros(1, 10, 8).requires_grad_();
        var teacher = zeros(1, 10, 2);
        teacher.select(1, 4).select(1, 1).fill_(Math.Log(9));
        var teacherSides = zeros(1, 10, 8);
        teacherSides.select(1, 4).select(1, 0).fill_(3);

        var (classes, box) = ResponseDistillation.Terms(student, sides, teacher, teacherSides, ones([1L, 10], dtype: ScalarType.Bool), new DistillationRecipe { Lambda = 1 });
        (classes + box).backward();

        student.grad!.abs().sum([2L]).nonzero().data<long>().ToArray().Should().Equal([0, 4], "only the point that the teacher is sure of");
        student.grad!.select(1, 4).select(1, 1).ToDouble().Should().BeNegative("the student's score must rise to the teacher's");
        sides.grad!.select(1, 4).select(1, 0).ToDouble().Should().BeNegative();
        teacher.requires_grad.Should().BeFalse();
    }

    [Fact]
    public void Terms_PointWhereTheTeacherIsNotAsked_TeachesNothing()
    {
        var student = zeros(1, 20, 1).requires_grad_();
        var teacher = full([1L, 20, 1], -5f);
        teacher.select(1, 4).fill_(2);
        teacher.select(1, 9).fill_(2);
        var consulted = ones([1L, 20], dtype: ScalarType.Bool);
        consulted.select(1, 4).fill_(false);

        ResponseDistillation.Terms(student, zeros(1, 20, 8), teacher, zeros(1, 20, 8), consulted, new DistillationRecipe()).Class.backward();

        student.grad!.abs().sum([2L]).nonzero().data<long>().ToArray().Should().Equal([0, 9], "a person named what lies at point 4, which the teacher never saw");
    }

    [Fact]
    public void Terms_TeacherThatIsSureOfNothing_AreZeroAndStillPartOfTheGraph()
    {
        var student = zeros(1, 6, 1).requires_grad_();
        var sides = zeros(1, 6, 8).requires_grad_();

        var (classes, box) = ResponseDistillation.Terms(student, sides, zeros(1, 6, 1), zeros(1, 6, 8), ones([1L, 6], dtype: ScalarType.Bool), new DistillationRecipe());
        (classes + box).backward();

        (classes + box).ToDouble().Should().Be(0);
        student.grad!.abs().sum().ToDouble().Should().Be(0);
    }
}
