using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Inference;
using Platform.Training.Recipes;

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
        Detection[] detections =
        [
            new(0, 0.8f, 10, 10, 30, 30),      // sure
            new(1, 0.5f, 40, 40, 60, 60),      // not sure enough for its class
            new(0, 0.05f, 70, 70, 90, 90),     // nothing
            new(0, 0.9f, 101, 100, 121, 120),  // on the person's box
            new(1, 0.2f, 100, 101, 120, 121),  // likewise
        ];

        var merged = PseudoLabels.Of(sample, detections, s_scores, s_recipe).AddTo(sample);

        merged.Classes.Should().Equal(2, 0);
        merged.Boxes.Should().Equal(100, 100, 120, 120, 10, 10, 30, 30);
        merged.Ignored.Should().ContainSingle().Which.Should().BeEquivalentTo(new IgnoredRegion(new PixelBox(40, 40, 60, 60), [0, 1]));
    }

    [Fact]
    public void Merge_LooseBoxAroundAnObjectThatPeopleNamed_IsNeitherLabelNorRegion()
    {
        // The parent takes the new object for an old one, and its box (IoU .55) is not as tight as around what it knows.
        var sample = Sample([100, 100, 120, 120], [2]);

        PseudoLabels.Of(sample, [new(0, 0.9f, 98, 98, 126, 124), new(1, 0.2f, 98, 98, 126, 124)], s_scores, s_recipe).AddTo(sample).Should().BeEquivalentTo(sample);
    }

    [Fact]
    public void LabelledByPeople_MostSureDetectionsOnTheirBoxes_IsThatClassAlone()
    {
        // People drew both objects of the first class, and one of three of the second.
        var samples = new[] { Sample([10, 10, 30, 30, 50, 50, 70, 70, 80, 80, 90, 90], [0, 0, 1]) };
        Detection[] detections = [new(0, 0.8f, 11, 10, 31, 30), new(0, 0.8f, 50, 51, 70, 71), new(1, 0.9f, 80, 80, 90, 90), new(1, 0.9f, 10, 80, 20, 90), new(1, 0.9f, 30, 80, 40, 90)];

        PseudoLabels.LabelledByPeople(samples, [detections], [0, 1], s_scores, 0.5).Should().Equal(0);
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
        PseudoThresholds.Of(["a", "b"], null, s_recipe).Should().BeEquivalentTo(new Dictionary<string, double> { ["a"] = 0.4, ["b"] = 0.4 });

    [Fact]
    public void Thresholds_OfAnEvaluation_AreEachClasssBestButNotBelowTheFloor()
    {
        // F1 is best at .6 (middle of .5 to .7) for the first class and at .1 for the second.
        double[] Curve(params int[] best) => [.. Enumerable.Range(0, 11).Select(sample => best.Contains(sample) ? 0.9 : 0.2)];
        string Class(int index, double[] f1) => $$$"""{"classIndex":{{{index}}},"imageCount":1,"groundTruthCount":3,"detectionCount":3,"ap50To95":0.5,"ap50":0.5,"ap75":0.5,"precision":1,"recall":1,"f1":1,"precisionRecallCurve":[],"confidenceCurve":{"precision":[],"recall":[],"f1":[{{{string.Join(",", f1.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture)))}}}]}}""";
        var details = $$$$"""
            {"classKeys":["a","b"],"classNames":["A","B"],"metrics":{"map50To95":1,"map50":1,"map75":1,"mapSmall":null,"mapMedium":null,"mapLarge":null,"recallAt1":null,"recallAt10":null,"recallAt100":null,"recallSmall":null,"recallMedium":null,"recallLarge":null,"precision":1,"recall":1,"f1":1,"bestConfidence":0.5,"imageCount":1,"groundTruthCount":1,"detectionCount":1,"classes":[{{{{Class(0, Curve(5, 6, 7))}}}},{{{{Class(1, Curve(1))}}}}],"confidenceCurve":{"precision":[],"recall":[],"f1":[]},"precisionRecallCurve":[],"confusion":{"classCount":2,"confidence":0.5,"iou":0.5,"counts":[]}}}
            """;

        PseudoThresholds.Of(["a", "b", "c"], details, s_recipe).Should().BeEquivalentTo(new Dictionary<string, double> { ["a"] = 0.6, ["b"] = 0.3, ["c"] = 0.4 });
    }

    private static TrainingSample Sample(float[] boxes, int[] classes) => new("x", () => [], boxes, classes);
}
