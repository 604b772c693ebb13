using System.Text.Json;
using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Cls;

namespace Platform.Tests.Training.Incremental;

public sealed class PseudoLabelsTests
{
    private static readonly PseudoLabelRecipe s_recipe = new();

    // Classes 0 and 1 are old, 2 is new; the second needs a higher score.
    private static readonly double[] s_scores = [0.4, 0.6, double.PositiveInfinity];

    [Fact]
    public void Merge_DetectionsOfAllKinds_LabelsTheSureAndLeavesTheUnsureAlone()
    {
        var sample = Sample([100, 100, 120, 120], [2]);
        Guess[] guesses =
        [
            Box(0, 0.8f, 10, 10, 30, 30),      // sure
            Box(1, 0.5f, 40, 40, 60, 60),      // not sure enough for its class
            Box(0, 0.05f, 70, 70, 90, 90),     // nothing
            Box(0, 0.9f, 101, 100, 121, 120),  // on the person's box
            Box(1, 0.2f, 100, 101, 120, 121),  // likewise
        ];

        var merged = PseudoLabels.Of(sample, guesses, s_scores, s_recipe).AddTo(sample);

        merged.Classes.Should().Equal(2, 0);
        merged.Boxes.Should().Equal(100, 100, 120, 120, 10, 10, 30, 30);
        merged.Ignored.Should().ContainSingle().Which.Should().BeEquivalentTo(new IgnoredRegion(new PixelBox(40, 40, 60, 60), [0, 1]));
    }

    [Fact]
    public void Merge_LooseBoxAroundAnObjectThatPeopleNamed_IsNeitherLabelNorRegion()
    {
        // The parent takes the new object for an old one, and its box (IoU .55) is not as tight as around what it knows.
        var sample = Sample([100, 100, 120, 120], [2]);

        PseudoLabels.Of(sample, [Box(0, 0.9f, 98, 98, 126, 124), Box(1, 0.2f, 98, 98, 126, 124)], s_scores, s_recipe).AddTo(sample).Should().BeEquivalentTo(sample);
    }

    [Fact]
    public void Merge_MasksAndSkeletons_GoWithTheirBoxesAndComeBackFromTheRunsFolder()
    {
        var mask = PixelMask.FromTest(new PixelBox(10, 10, 30, 30), 128, 128, (x, y) => x + y < 50);
        var skeleton = new ObjectKeypoints([10, 10, 2, 30, 30, 2], [[0, 1]]);
        Guess[] guesses =
        [
            Box(0, 0.8f, 10, 10, 30, 30) with { Mask = mask, Keypoints = skeleton },
            Box(0, 0.9f, 60, 60, 80, 80) with { IsComplete = false },                          // an object without a pixel or a point
            Box(1, 0.5f, 40, 40, 60, 60) with { Mask = mask, Keypoints = skeleton },           // not sure enough for its class
        ];

        var plan = new IncrementalPlan([], new Dictionary<string, PseudoLabels> { ["x"] = PseudoLabels.Of(Sample([], []), guesses, s_scores, s_recipe) }, []);
        var merged = JsonSerializer.Deserialize<IncrementalPlan>(JsonSerializer.Serialize(plan, RunJson.Options), RunJson.Options)!.Added["x"].AddTo(Sample([], []));

        merged.Classes.Should().Equal(0);
        merged.Masks.Should().ContainSingle().Which.Counts().Should().Equal(mask.Counts());
        merged.Keypoints.Should().ContainSingle().Which.Should().BeEquivalentTo(skeleton);
        merged.Ignored.Select(region => region.Box).Should().Equal(new PixelBox(60, 60, 80, 80), new PixelBox(40, 40, 60, 60));
    }

    [Fact]
    public void Merge_ImagesThatNobodyNamed_AreNamedWhereTheParentIsSureAndStayOutElse()
    {
        static Guess Whole(int classIndex, float score) => Box(classIndex, score, 0, 0, 0, 0) with { IsWhole = true };
        var classes = new GrownClasses(["a", "b", "new"], 2, []);
        var untold = Sample([], []) with { IsUntold = true };
        TrainingSample Named(string id, Guess guess) => PseudoLabels.Of(untold with { Id = id }, [guess], s_scores, s_recipe).AddTo(untold with { Id = id });

        TrainingSample[] samples = [Named("sure", Whole(1, 0.7f)), Named("unsure", Whole(1, 0.5f)), Sample([], []) with { Id = "tagged", Tags = [2] }];
        var trained = new IncrementalPlan([], new Dictionary<string, PseudoLabels>(), []).Apply(new TaskData([], samples, [], []), [], classes).Train;

        trained.Select(sample => (sample.Id, sample.Tags.Single())).Should().Equal(("sure", 1), ("tagged", 2));
    }

    [Fact]
    public void Thresholds_OfAClassifier_AreWhereItIsRight()
    {
        // Says the first class of four images: right at .9 and .8, wrong at .6, right at .5. Of the second it is wrong always, the third it never says.
        float[][] probabilities = [[.9f, .1f, 0], [.8f, .2f, 0], [.6f, .4f, 0], [.5f, .4f, .1f], [.3f, .7f, 0]];
        var metrics = ClassificationEvaluator.Evaluate(probabilities, [[0], [0], [1], [0], [2]], 3);
        var details = JsonSerializer.Serialize(new ClassificationEvaluationDetails(["a", "b", "c"], ["A", "B", "C"], metrics), RunJson.Options);

        metrics.SureFrom!.Select(score => score is null ? (double?)null : Math.Round(score.Value, 2)).Should().Equal(0.8, null, null);
        PseudoThresholds.Of(["a", "b"], details, s_recipe, s_recipe.TagScore).Values.Select(value => Math.Round(value, 2)).Should().Equal(0.8, 0.8);
        PseudoThresholds.Of(["a"], details.Replace("\"sureFrom\"", "\"older\"", StringComparison.Ordinal), s_recipe, 0.7).Values.Should().Equal([0.7], "evaluations of before do not say it");
    }

    [Fact]
    public void LabelledByPeople_MostSureDetectionsOnTheirBoxes_IsThatClassAlone()
    {
        // People drew both objects of the first class, and one of three of the second.
        var samples = new[] { Sample([10, 10, 30, 30, 50, 50, 70, 70, 80, 80, 90, 90], [0, 0, 1]) };
        Guess[] guesses = [Box(0, 0.8f, 11, 10, 31, 30), Box(0, 0.8f, 50, 51, 70, 71), Box(1, 0.9f, 80, 80, 90, 90), Box(1, 0.9f, 10, 80, 20, 90), Box(1, 0.9f, 30, 80, 40, 90)];

        PseudoLabels.LabelledByPeople(samples, [guesses], [0, 1], s_scores, 0.5).Should().Equal(0);
    }

    [Fact]
    public void LabelledByPeople_ClassNobodyDrew_IsNot() => PseudoLabels.LabelledByPeople([Sample([], [])], [[]], [0, 1], s_scores, 0.5).Should().BeEmpty();

    [Fact]
    public void Region_ThroughAugmentation_FollowsItsImage()
    {
        var mirrored = new AxisTransform(-1, 64, 1, 0);

        new IgnoredRegion(new PixelBox(4, 8, 20, 16), [0]).Place(mirrored, 64, 64, 64)!.Box.Should().Be(new PixelBox(44, 8, 60, 16));
        IgnoredRegion.Everywhere([2]).Place(new AxisTransform(0.5, 32, 0.5, 0), 64, 40, 64)!.Box.Should().Be(new PixelBox(32, 0, 64, 20), "an image in a corner of a mosaic");
        new IgnoredRegion(new PixelBox(70, 0, 90, 9), [0]).Place(AxisTransform.Identity, 64, 64, 64).Should().BeNull();
    }

    [Fact]
    public void Thresholds_WithoutAnEvaluation_AreTheRecipes() =>
        PseudoThresholds.Of(["a", "b"], null, s_recipe, s_recipe.Score).Should().BeEquivalentTo(new Dictionary<string, double> { ["a"] = 0.4, ["b"] = 0.4 });

    [Fact]
    public void Thresholds_OfAnEvaluation_AreEachClasssBestButNotBelowTheFloor()
    {
        // F1 is best at .6 (middle of .5 to .7) for the first class and at .1 for the second.
        double[] Curve(params int[] best) => [.. Enumerable.Range(0, 11).Select(sample => best.Contains(sample) ? 0.9 : 0.2)];
        string Class(int index, double[] f1) => $$$"""{"classIndex":{{{index}}},"imageCount":1,"groundTruthCount":3,"detectionCount":3,"ap50To95":0.5,"ap50":0.5,"ap75":0.5,"precision":1,"recall":1,"f1":1,"precisionRecallCurve":[],"confidenceCurve":{"precision":[],"recall":[],"f1":[{{{string.Join(",", f1.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture)))}}}]}}""";
        var details = $$$$"""
            {"classKeys":["a","b"],"classNames":["A","B"],"metrics":{"map50To95":1,"map50":1,"map75":1,"mapSmall":null,"mapMedium":null,"mapLarge":null,"recallAt1":null,"recallAt10":null,"recallAt100":null,"recallSmall":null,"recallMedium":null,"recallLarge":null,"precision":1,"recall":1,"f1":1,"bestConfidence":0.5,"imageCount":1,"groundTruthCount":1,"detectionCount":1,"classes":[{{{{Class(0, Curve(5, 6, 7))}}}},{{{{Class(1, Curve(1))}}}}],"confidenceCurve":{"precision":[],"recall":[],"f1":[]},"precisionRecallCurve":[],"confusion":{"classCount":2,"confidence":0.5,"iou":0.5,"counts":[]}}}
            """;

        PseudoThresholds.Of(["a", "b", "c"], details, s_recipe, s_recipe.Score).Should().BeEquivalentTo(new Dictionary<string, double> { ["a"] = 0.6, ["b"] = 0.3, ["c"] = 0.4 });
    }

    private static Guess Box(int classIndex, float score, float x1, float y1, float x2, float y2) => new(new Detection(classIndex, score, x1, y1, x2, y2));

    private static TrainingSample Sample(float[] boxes, int[] classes) => new("x", () => [], boxes, classes);
}
