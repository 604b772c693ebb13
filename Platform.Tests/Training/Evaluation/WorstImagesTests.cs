using System.Text.Json;
using Platform.Core.Datasets;
using Platform.Training.Evaluation;
using Platform.Training.Runs;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Cls;
using Platform.Training.Tasks.Det;

namespace Platform.Tests.Training.Evaluation;

public sealed class WorstImagesTests
{
    private static readonly CocoBox s_left = new(0, 0, 40, 40);
    private static readonly CocoBox s_right = new(100, 0, 40, 40);
    private static readonly CocoBox s_empty = new(200, 0, 40, 40);

    [Fact]
    public void Worst_OfFourImages_RanksEachKindOfFault()
    {
        ImageResult[] images =
        [
            Image("perfect", [new(0, s_left)], [new(0, .9, s_left)]),
            Image("missed both", [new(0, s_left), new(1, s_right)], [new(0, .1, s_left)]),
            Image("one false", [], [new(0, .6, s_empty)]),
            Image("surer false and confused", [new(0, s_left)], [new(1, .9, s_left), new(1, .8, s_empty)]),
        ];

        var worst = WorstImages.Of(images, OverlapMeasure.Boxes, confidence: .5);

        worst.ImageCount.Should().Be(4);
        worst.FaultyImageCount.Should().Be(3);
        Names(worst, worst.ByFalsePositives).Should().Equal("surer false and confused", "one false");
        Names(worst, worst.ByMisses).Should().Equal("missed both");
        Names(worst, worst.ByConfusions).Should().Equal("surer false and confused");
        var confused = worst.Images.Single(image => image.Name == "surer false and confused");
        confused.Should().BeEquivalentTo(new { Width = 320, Height = 240, FalsePositives = 1, Misses = 0, Confusions = 1 });
        confused.Shapes.Should().BeEquivalentTo(
        [
            new JudgedShape(true, ShapeVerdict.Confused, 0, null, 0, 0, 40, 40),
            new JudgedShape(false, ShapeVerdict.Confused, 1, .9, 0, 0, 40, 40),
            new JudgedShape(false, ShapeVerdict.FalsePositive, 1, .8, 200, 0, 40, 40),
        ]);
    }

    [Fact]
    public void Worst_EqualCounts_PutsTheSurerMistakeFirstThenTheEarlierImage()
    {
        var images = new[] { .6, .9, .6 }.Select((score, index) => Image($"{index}", [], [new(0, score, s_empty)])).ToList();

        var worst = WorstImages.Of(images, OverlapMeasure.Boxes, confidence: .5);

        Names(worst, worst.ByFalsePositives).Should().Equal("1", "0", "2");
    }

    [Fact]
    public void Details_OfFiveThousandImagesAndEightyClasses_StayBelowAMegabyte()
    {
        var images = RandomScenes.Make(11, 5000, 80, 12).Select((image, index) => image with { Name = $"{Guid.CreateVersion7()}#{index}", Width = 640, Height = 480 }).ToList();
        TrainingClass[] classes = [.. Enumerable.Range(0, 80).Select(index => new TrainingClass(Guid.Empty, $"class_{index}", $"Class {index}", "#fff"))];

        var scores = DetectionScoring.Score(images, classes, OverlapMeasure.Boxes);

        scores.Details.Length.Should().BeLessThan(1_000_000);
        var read = JsonSerializer.Deserialize<DetectionEvaluationDetails>(scores.Details, RunJson.Options)!;
        read.Worst!.ByFalsePositives.Should().HaveCount(WorstImages.Kept);
        read.Worst.Images.Should().OnlyContain(image => SampleName.TryParse(image.Name) != null);
        read.Metrics.ConfidenceCurve.F1.Should().HaveCount(101).And.OnlyContain(value => value >= 0 && value <= 1);
        read.Metrics.ConfidenceCurve.F1.Max().Should().BeApproximately(scores.F1, .01);
        read.Metrics.ObjectsBySize!.Sum().Should().BeGreaterThan(0);
    }

    [Fact]
    public void Worst_OfAClassifier_ShowsTheSurestMistakesFirst()
    {
        var worst = ClassificationEvaluator.Worst([("a", 10, 10), ("b", 10, 10), ("c", 10, 10)], [[.6f, .4f], [.9f, .1f], [.2f, .8f]], [[1], [1], [1]]);

        Names(worst, worst.ByConfusions).Should().Equal("b", "a");
        worst.FaultyImageCount.Should().Be(2);
        worst.ByMisses.Should().BeEmpty();
    }

    [Theory]
    [InlineData("0192f0c0-0000-7000-8000-000000000001", null, null)]
    [InlineData("0192f0c0-0000-7000-8000-000000000001#17", 17, null)]
    [InlineData("0192f0c0-0000-7000-8000-000000000001/2", null, 2)]
    [InlineData("0192f0c0-0000-7000-8000-000000000001#17/2", 17, 2)]
    public void SampleName_OfAnAsset_TellsItsParts(string name, int? frame, int? box) =>
        SampleName.TryParse(name).Should().Be(new SampleName(Guid.Parse("0192f0c0-0000-7000-8000-000000000001"), frame, box));

    [Fact]
    public void SampleName_OfAFile_IsNone() => SampleName.TryParse("/data/images/1.png").Should().BeNull();

    private static ImageResult Image(string name, GroundTruthBox[] truth, DetectedBox[] detections) => new(truth, detections) { Name = name, Width = 320, Height = 240 };

    private static IEnumerable<string> Names(WorstImages worst, IReadOnlyList<int> ranking) => ranking.Select(position => worst.Images[position].Name);
}
