using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Tests.Training.Imaging;
using Platform.Tests.Training.Torch;
using Platform.Training.Data;
using Platform.Training.Recipes;
using Platform.Training.Tasks.Ocr;

namespace Platform.Tests.Training.Tasks.Ocr;

public sealed class OcrTaskTests : TorchTest
{
    private static readonly OcrTask s_task = new(TestImages.Codec, TimeProvider.System);

    private static readonly TrainingClass s_plate = new(Guid.CreateVersion7(), "plate", "Plate", "#ffffff") { Attributes = [new AttributeSpec("text", AttributeType.Text)] };

    private static readonly TrainingClass s_car = new(Guid.CreateVersion7(), "car", "Car", "#ffffff");

    private static readonly TrainingRecipe s_recipe = s_task.Defaults with { ImageSize = 64 };

    [Fact]
    public void Demand_DataWithoutReadableText_SaysWhatToDo()
    {
        Refusal([s_car], Image(Box(0, "12가"))).Should().Be("training.no_text_attribute");
        Refusal([s_plate with { Attributes = [new AttributeSpec("text", AttributeType.Number)] }], Image(Box(0, "12가"))).Should().Be("training.no_text_attribute");
        Refusal([s_plate], Image(Box(0, null), Box(0, "  "))).Should().Be("training.no_text");
        Refusal([s_plate, s_car], Image(Box(1, "on a class without text"))).Should().Be("training.no_text");
        Refusal([s_plate], Image(Box(0, "123456789"))).Should().Be("training.lines_too_long", "16 columns hold at most 7 characters");
        Refusal([s_plate], Image(Box(0, "1")), s_recipe with { Augmentation = new AugmentationRecipe { MosaicProbability = 0 } }).Should().Be("training.recipe_invalid", "letters are not mirrored");
        FluentActions.Invoking(() => s_task.Demand(Data([s_plate], Image(Box(0, "1"))), s_recipe, false)).Should().NotThrow();
    }

    [Fact]
    public void Demand_AttributeOfAnotherName_IsFoundByTheRecipe()
    {
        var plate = s_plate with { Attributes = [new AttributeSpec("번호", AttributeType.Text)] };
        var image = Image(Box(0, null) with { Attributes = """{"번호":"12가"}""" });

        Refusal([plate], image).Should().Be("training.no_text_attribute");
        FluentActions.Invoking(() => s_task.Demand(Data([plate], image), s_recipe with { Ocr = new OcrRecipe { Attribute = "번호" } }, false)).Should().NotThrow();
    }

    [Theory]
    [InlineData("", 32)]
    [InlineData("text", 40)]
    public void Faults_OfImpossibleSettings_NameThem(string attribute, int lineHeight) =>
        TrainingRecipeRules.Faults(s_recipe with { Ocr = new OcrRecipe { Attribute = attribute, LineHeight = lineHeight } }).Should().ContainSingle().Which.Should().StartWith("ocr.");

    [Fact]
    public void Samples_OfAnImage_AreItsBoxesWithText()
    {
        var image = Image(Box(1, "a car"), Box(0, null), Box(0, "가1"), Box(0, "1?"));
        var indexes = new Dictionary<string, int> { ["1"] = 0, ["가"] = 1 };

        var samples = LineSamples.OfBoxes(image, Data([s_plate, s_car], image), "text", "x.png", indexes, TestImages.Codec);

        samples.Select(sample => sample.Id).Should().Equal($"{image.Name}/2", $"{image.Name}/3");
        samples.Select(sample => sample.Text).Should().Equal("가1", "1?");
        samples[0].Tags.Should().Equal(1, 0);
        samples[1].Tags.Should().Equal([0], "what no training line shows cannot be said");
    }

    [Fact]
    public void Composer_ManyEpochs_NeverCutsAndNeverMirrorsALine()
    {
        // Ink at the very left alone: it must stay there, whole, however the line is varied.
        var picture = TestImages.Filled(200, 30, 255, 255, 255);
        TestImages.FillRectangle(picture, 0, 0, 20, 30, 0, 0, 0);
        var sample = new TrainingSample("line", () => TestImages.Codec.Encode(picture, Platform.Core.Imaging.ImageFormat.Png), [], []) { Tags = [3] };
        var recipe = s_task.Defaults with { ImageSize = 128, BatchSize = 1, Epochs = 60, Ocr = new OcrRecipe { InvertProbability = 0, Grain = 0 } };
        var batches = new Platform.Training.Trainer.LoaderBatches([sample], new LineComposer([sample], new DecodeCache(TestImages.Codec, 128), recipe), recipe);

        for (var epoch = 0; epoch < 40; epoch++)
        {
            foreach (var batch in batches.Epoch(epoch, TestContext.Current.CancellationToken))
            {
                batch.Tags.Should().ContainSingle().Which.Should().Equal(3);
                var row = batch.Pixels.AsSpan(16 * 128, 128).ToArray();
                var dark = Enumerable.Range(0, 128).Where(x => row[x] < -1.2f).ToList();
                dark.Should().HaveCountGreaterThan(5, "the ink is there");
                var white = Enumerable.Range(0, 128).Count(x => row[x] > 1.2f);
                white.Should().BeGreaterThan(6 * dark.Count, "so is all paper behind it: nine times as wide");
                row[dark[^1] + 4].Should().BeGreaterThan(1, "paper is to the right of the ink");
            }
        }
    }

    private static string Refusal(IReadOnlyList<TrainingClass> classes, TrainingImage image, TrainingRecipe? recipe = null) =>
        FluentActions.Invoking(() => s_task.Demand(Data(classes, image), recipe ?? s_recipe, false)).Should().Throw<DomainRuleException>().Which.Code;

    private static TrainingData Data(IReadOnlyList<TrainingClass> classes, params IReadOnlyList<TrainingImage> images) =>
        new(Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, "plates", "v1", "", classes, images);

    private static TrainingImage Image(params IReadOnlyList<TrainingBox> boxes) => new(Guid.CreateVersion7(), "x.png", "", "", 400, 300, SplitKind.Train, boxes);

    private static TrainingBox Box(int classIndex, string? text) =>
        new(classIndex, 0, 0, 100, 20) { Attributes = text is null ? null : $$"""{"text":"{{text}}"}""" };
}
