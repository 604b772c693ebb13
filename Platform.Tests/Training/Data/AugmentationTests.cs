using Platform.Tests.Training.Imaging;
using Platform.Training.Data;

namespace Platform.Tests.Training.Data;

public sealed class AugmentationTests
{
    private const int Size = 160;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Boxes_AfterAnyPlan_LieWhereThePixelsAre(bool mosaic)
    {
        TestImages.RequireLibrary();
        // One sample has the bright box, the others are black: whatever is bright must be inside its transformed box.
        var samples = new List<TrainingSample> { SampleSets.Rectangle(0, 200, 150, 60, 40, 70, 60) };
        samples.AddRange(Enumerable.Range(1, 3).Select(i => SampleSets.Rectangle(i, 200, 150, 0, 0, 0, 0)));
        var options = new BatchLoaderOptions { BatchSize = 1, ImageSize = Size, Augmentation = new AugmentationRecipe { Hue = 0, Saturation = 0, Value = 0 } };
        var composer = new SampleComposer(samples, new DecodeCache(TestImages.Codec, 2 * Size), options);
        var pool = new BatchBufferPool(3 * Size * Size, 1);
        var seen = 0;
        for (var i = 0; i < 120; i++)
        {
            var drawn = options.Augmentation!.Draw(new SampleRandom(3, 0, i), 0, samples.Count, strong: true);
            var plan = drawn with { Samples = mosaic ? [1, 0, 2, 3] : [0] };
            using var batch = new SampleBatch(pool, 0, 1, Size);
            composer.ComposeTraining(batch, 0, plan);
            var bright = SampleSets.BrightArea(batch.Images.AsSpan(0, batch.ImageElements), Size);
            if (batch.Boxes[0].Length == 0)
            {
                // Dropped: too little of it is left to be a label.
                (bright.Area <= 0.3 * 70 * 60).Should().BeTrue();
                continue;
            }

            seen++;
            batch.Boxes[0].Should().HaveCount(4);
            batch.Classes[0].Should().Equal(0);
            var box = batch.Boxes[0];
            bright.Left.Should().BeApproximately(box[0], 1.01f);
            bright.Top.Should().BeApproximately(box[1], 1.01f);
            bright.Right.Should().BeApproximately(box[2], 1.01f);
            bright.Bottom.Should().BeApproximately(box[3], 1.01f);
        }

        seen.Should().BeGreaterThan(50);
    }

    [Fact]
    public void PlainPlan_WithoutFlip_EqualsTheEvaluationImage()
    {
        TestImages.RequireLibrary();
        var samples = SampleSets.Rectangles(1);
        var options = new BatchLoaderOptions { BatchSize = 2, ImageSize = Size, Augmentation = AugmentationRecipe.Default };
        var composer = new SampleComposer(samples, new DecodeCache(TestImages.Codec, Size), options);
        using var batch = new SampleBatch(new BatchBufferPool(2 * 3 * Size * Size, 1), 0, 2, Size);
        composer.ComposeTraining(batch, 0, new AugmentationPlan { Samples = [0] });
        composer.ComposeEvaluation(batch, 1, 0);
        batch.Images.AsSpan(0, 3 * Size * Size).SequenceEqual(batch.Images.AsSpan(3 * Size * Size)).Should().BeTrue();
        batch.Boxes[0].Should().Equal(batch.Boxes[1]);
    }

    [Fact]
    public void ColourShift_OfGreyImage_MovesBrightnessOnly()
    {
        TestImages.RequireLibrary();
        var grey = TestImages.Filled(8, 8, 100, 100, 100);
        var output = new byte[8 * 8 * 3];
        Platform.Training.Interop.ImageComposer.ComposePixels(
            [new Platform.Training.Interop.ComposedTile(grey, AxisTransform.Identity)], 8, new Platform.Training.Interop.ColourShift(0, 0, 25), output);
        output.Should().AllSatisfy(value => value.Should().Be(125));
    }

    [Fact]
    public void Normalisation_OfPixels_IsTheImageNetOne()
    {
        TestImages.RequireLibrary();
        var planes = new float[3 * 4 * 4];
        Platform.Training.Interop.ImageComposer.ComposePlanes(
            [new Platform.Training.Interop.ComposedTile(TestImages.Filled(4, 4, 255, 128, 0), AxisTransform.Identity)], 4, default, PixelNormalization.ImageNet, planes);
        planes[0].Should().BeApproximately((1f - 0.485f) / 0.229f, 1e-5f);
        planes[16].Should().BeApproximately(((128 / 255f) - 0.456f) / 0.224f, 1e-5f);
        planes[32].Should().BeApproximately((0f - 0.406f) / 0.225f, 1e-5f);
    }

    [Theory]
    [InlineData(0, 100, true)]
    [InlineData(84, 100, true)]
    [InlineData(85, 100, false)]
    [InlineData(14, 20, true)]
    [InlineData(15, 20, false)]
    [InlineData(1, 4, true)]
    [InlineData(2, 4, false)]
    [InlineData(0, 1, true)]
    public void StrongAugmentation_InTheLastEpochs_IsOff(int epoch, int total, bool expected) =>
        AugmentationRecipe.Default.IsStrong(epoch, total).Should().Be(expected);

    [Fact]
    public void Draw_OverManyImages_FollowsTheRecipe()
    {
        var plans = Enumerable.Range(0, 20_000).Select(i => AugmentationRecipe.Default.Draw(new SampleRandom(5, 2, i), 0, 50, true)).ToList();
        plans.Average(p => p.Samples.Length == 4 ? 1.0 : 0).Should().BeApproximately(0.7, 0.02);
        plans.Average(p => p.IsFlipped ? 1.0 : 0).Should().BeApproximately(0.5, 0.02);
        plans.Average(p => p.Scale).Should().BeApproximately(0.9, 0.01);
        plans.Min(p => p.Scale).Should().BeGreaterThanOrEqualTo(0.5);
        plans.Max(p => p.Scale).Should().BeLessThan(1.3);
        plans.Average(p => p.Value != 0 ? 1.0 : 0).Should().BeApproximately(0.5, 0.03);
        plans.Max(p => Math.Abs(p.Hue)).Should().Be(5);
        plans.SelectMany(p => p.Samples).Max().Should().Be(49);
    }

    [Fact]
    public void Append_OfBoxesAtTheEdge_ClipsAndDropsTheInvisible()
    {
        var sample = new TrainingSample("x", () => [], [-10, -10, 40, 40, 90, 90, 140, 140, 50, 50, 50.5f, 90], [0, 1, 2]);
        var boxes = new List<float>();
        var classes = new List<int>();
        // Twice the size and 100 px to the right: the first box ends at 180, the second begins beyond the input.
        BoxTransfer.Append(sample, 100, 100, new AxisTransform(2, 100, 2, 0), 160, 2, 0.2, boxes, classes);
        classes.Should().Equal(0);
        boxes.Should().Equal(100, 0, 160, 80);
    }
}
