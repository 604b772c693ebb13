using Platform.Tests.Training.Torch;
using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Models;
using Platform.Training.Tasks.Cls;
using Platform.Training.Tasks.Pose;
using Platform.Training.Tasks.Seg;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Incremental;

/// <summary>What masks, skeletons and the choice among classes add to the terms of distillation, against values worked out by hand.</summary>
public sealed class ShapeDistillationTests : TorchTest, IDisposable
{
    private static readonly DistillationRecipe s_recipe = new() { Lambda = 1 };

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Masks_MixedFromOtherPartsToTheSameEnd_DoNotDiffer()
    {
        // Both factors change their sign: other coefficients, other prototypes, the same mask.
        var (student, teacher) = (Masks(-1.5f, -1), Masks(1.5f, 1));

        Distil(student, teacher).ToDouble().Should().BeApproximately(0, 1e-6);
    }

    [Fact]
    public void Masks_ThatDiffer_AreDrawnToTheParentsInsideItsBox()
    {
        var student = Masks(0, 1);
        var loss = Distil(student, Masks(1.0986123f, 1));
        loss.backward();

        // The teacher says .75 in every cell, the student .5: .75 ln 1.5 + .25 ln .5.
        loss.ToDouble().Should().BeApproximately(0.1308122, 1e-4);
        student.Coefficients.grad!.select(1, 0).ToDouble().Should().BeNegative("the mask must grow");
        student.Coefficients.grad!.select(1, 1).ToDouble().Should().Be(0, "the parent was not sure at the second point");
    }

    [Fact]
    public void Skeleton_WithAPointOff_CountsItsDistanceInObjectSizes()
    {
        // An object of 10 by 10 pixels; its first point is 5 pixels off. The third is not one of the class, the fourth the parent does not have.
        var teacher = (Places: zeros(1, 1, 3, 2), Presence: full([1L, 1, 3], 20f));
        var places = zeros(1, 1, 4, 2);
        places.select(2, 0).select(2, 0).fill_(5);
        places.select(2, 2).fill_(1000);
        places.requires_grad_();
        var presence = full([1L, 1, 4], 20f);

        var loss = new KeypointObjective(new PoseRecipe { DistanceWeight = 1, PresenceWeight = 1 }, 4)
            .Distil((places, presence), teacher, tensor(new[] { 2L }), Box(10), One, s_recipe);
        loss.backward();

        loss.ToDouble().Should().BeApproximately(0.25, 1e-3, "half an object's size, mean of two points");
        places.grad!.abs().sum([0L, 1, 3]).data<float>().ToArray().Skip(2).Should().OnlyContain(value => value == 0);
    }

    [Fact]
    public void Choice_AmongOldClasses_IsTheDivergenceOfSoftenedShares()
    {
        // Softened by T = 2, a logit of 2 ln 3 is odds of 3 to 1.
        var student = zeros(1, 2).requires_grad_();

        var loss = ResponseDistillation.Choice(student, tensor(new[] { 2 * 1.0986123f, 0 }).reshape(1, 2), 2);
        loss.backward();

        loss.ToDouble().Should().BeApproximately(4 * 0.1308122, 1e-4);
        student.grad!.sum().ToDouble().Should().BeApproximately(0, 1e-6, "it says nothing of how likely old classes are beside new ones");
    }

    [Fact]
    public void Images_OfOldAndNewClasses_CountAlikeAsGroups() =>
        ChildClassificationLearner.Weights([[2], [0], [2], [1], [0, 2], [2]], [0, 0, 1]).Should().Equal(0.25f, 0.5f, 0.25f, 0.5f, 0.25f, 0.25f);

    private static ChosenPoints One => new(tensor(new[] { 0L }), tensor(new[] { 0.9f }));

    private static Tensor Box(float side, int points = 1) => tensor(new[] { 0f, 0, side, side }).reshape(1, 1, 4).expand(1, points, 4);

    private static Tensor Distil(SegmenterOutput student, SegmenterOutput teacher) => new MaskObjective(new SegmentationRecipe()).Distil(student, teacher, Box(8, points: 2), One, s_recipe);

    // Two points, one prototype of 2 x 2 cells.
    private static SegmenterOutput Masks(float coefficient, float prototype) => new(
        new DetectorOutput(zeros(1, 2, 1), zeros(1, 2, 8)), full([1L, 2, 1], coefficient).requires_grad_(), full([1L, 1, 2, 2], prototype));
}
