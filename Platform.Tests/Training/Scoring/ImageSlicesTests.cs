using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Imaging;
using Platform.Tests.Training.Imaging;
using Platform.Training.Data;
using Platform.Training.Evaluation;
using Platform.Training.Scoring;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Det;

namespace Platform.Tests.Training.Scoring;

public sealed class ImageSlicesTests
{
    private static readonly TrainingClass s_class = new(Guid.CreateVersion7(), "cell", "Cell", "#ffffff");
    private static readonly CocoBox s_box = new(2, 2, 10, 10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Slices_OfTaggedImagesInFolders_HoldSomeOfThemAndAreScoredAlone()
    {
        // Nine images, the darkest first; the last three are of the night shift, and nothing is found on them.
        var images = Enumerable.Range(0, 9).Select(i => new TrainingImage(
            Guid.CreateVersion7(), i < 6 ? $"day/{i}.png" : $"night/{i}.png", "blob:x", $"{i}", 32, 32, SplitKind.Test, []) { Tags = i % 2 == 0 ? ["even", "all"] : ["all"] }).ToList();
        var samples = images.Select((image, i) => new TrainingSample(image.Name, () => Grey(20 * i), [2, 2, 12, 12], [0])).ToList();
        var data = new TaskData([s_class], [], [], samples) { Images = images };
        var results = images.Select((image, i) => new ImageResult([new(0, s_box)], i < 6 ? [new DetectedBox(0, .9, s_box)] : []) { Name = image.Name }).ToList();
        var slices = new ImageSlices(TestImages.Codec);

        var scores = slices.Describe(DetectionScoring.Score(results, [s_class], OverlapMeasure.Boxes), null, data, samples, Cancellation);

        var found = EvaluationDetailsReader.ReadContext(scores.Details)!.Slices!;
        found.Select(slice => (slice.Kind, slice.Name, slice.ImageCount, slice.ObjectCount)).Should().Equal(
            (SliceKind.Tag, "even", 5, 5), (SliceKind.Folder, "day", 6, 6), (SliceKind.Folder, "night", 3, 3),
            (SliceKind.Brightness, "0-40", 3, 3), (SliceKind.Brightness, "60-100", 3, 3), (SliceKind.Brightness, "120-160", 3, 3));
        found.Single(slice => slice.Name == "day").Lenient.Should().Be(1);
        found.Single(slice => slice.Name == "night").Lenient.Should().Be(0);
        found.Single(slice => slice.Name == "even").Strict.Should().BeInRange(0.5, 0.7, "three of five");
        EvaluationDetailsReader.Read(scores.Details)!.Metrics.ImageCount.Should().Be(9, "the task's own details stay readable");
    }

    [Fact]
    public void Slices_OfFewImagesWithoutTags_AreNone()
    {
        var images = Enumerable.Range(0, 4).Select(i => new TrainingImage(Guid.CreateVersion7(), $"{i}.png", "blob:x", $"{i}", 32, 32, SplitKind.Test, [])).ToList();
        var samples = images.Select(image => new TrainingSample(image.Name, () => Grey(9), [], [])).ToList();

        new ImageSlices(TestImages.Codec).Of(new TaskData([s_class], [], [], samples) { Images = images }, samples, Cancellation).Should().BeEmpty();
    }

    private static byte[] Grey(int value)
    {
        var image = RgbImage.Create(32, 32);
        Array.Fill(image.Pixels, (byte)value);
        return TestImages.Codec.Encode(image, ImageFormat.Png);
    }
}
