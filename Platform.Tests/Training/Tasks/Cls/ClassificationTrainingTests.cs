using System.Text.Json;
using Platform.Core.Annotations;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;
using Platform.Tests.Training.Imaging;
using Platform.Tests.Training.Torch;
using Platform.Training.Data;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Cls;

namespace Platform.Tests.Training.Tasks.Cls;

public sealed class ClassificationTrainingTests : TorchTest
{
    private const double Floor = 0.85;

    private static readonly ClassificationTask s_task = new(TestImages.Codec, TimeProvider.System);

    private static readonly TrainingClass[] s_tags =
        [.. new[] { "square", "disc", "triangle" }.Select(key => new TrainingClass(Guid.CreateVersion7(), key, key, "#ffffff", Shape: null))];

    private static readonly TrainingRecipe s_recipe = s_task.Defaults with
    {
        Width = 0.125,
        ImageSize = ShapePictures.Side,
        BatchSize = 16,
        Epochs = 40,
        Threads = 1,
        Optimizer = new OptimizerRecipe { LearningRate = 2e-3, AverageDecay = 0.95 },
        Reporting = new ReportingRecipe { SampleInterval = 0, ValidationInterval = 1000 },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Train_InBFloat16_LosesAsInSinglePrecision() =>
        TaskRun.MixedPrecisionDifference(s_task, new TaskData(s_tags, Samples(0, 32), [], []), s_recipe).Should().BeInRange(1e-7, 0.1);

    [Fact]
    public void Train_ShapesAnywhereInAnyColour_TellsUnseenOnesApart()
    {
        var data = new TaskData(s_tags, Samples(0, 96), [], Samples(1000, 48));
        using var run = new TaskRun(s_task, data, s_recipe);

        var scores = run.Network.Evaluate(data.Test, Cancellation);

        scores.Lenient.Should().BeGreaterThanOrEqualTo(Floor, scores.Summary);
        var details = JsonSerializer.Deserialize<ClassificationEvaluationDetails>(scores.Details, RunJson.Options)!;
        details.ClassKeys.Should().Equal("square", "disc", "triangle");
        details.Classification.Classes.Should().OnlyContain(item => item.ImageCount == 16 && item.Accuracy > 0.5);

        var exported = run.Network.Export(Guid.CreateVersion7(), data.Test, Cancellation);
        var parity = JsonSerializer.Deserialize<OutputParity>(exported.Parity, RunJson.Options)!;
        parity.Should().Match<OutputParity>(report => report.ImageCount == 20 && report.IsWithinTolerance);

        using var annotator = s_task.OpenAnnotator(run.Save(exported));
        var right = 0;
        for (var number = 1000; number < 1048; number++)
        {
            var shape = annotator.Annotate(ShapePictures.Draw(number), 0, Cancellation).Should().ContainSingle().Which;
            shape.Geometry.Should().BeOfType<TagGeometry>();
            right += shape.ClassKey == s_tags[number % 3].Key ? 1 : 0;
        }

        (right / 48.0).Should().BeApproximately(scores.Lenient, 1e-9);
        annotator.Annotate(ShapePictures.Draw(1000), 1.01, Cancellation).Should().BeEmpty();

        // Served in batches, it says the same.
        using (var served = s_task.OpenServed(run.Save(exported), new OnnxDetectorOptions()))
        {
            var answers = ServedBatch.Ask(served, 0, ShapePictures.Draw(1000), ShapePictures.Draw(1001), ShapePictures.Draw(1002));
            answers.Select(answer => answer[0].ClassKey).Should().Equal(
                Enumerable.Range(1000, 3).Select(number => annotator.Annotate(ShapePictures.Draw(number), 0, Cancellation)[0].ClassKey));
            answers.Should().OnlyContain(answer => answer.Count == 3 && Math.Abs(answer.Sum(found => found.Confidence) - 1) < 1e-5);
        }

        // A box around the whole picture holds the same picture.
        using var reader = s_task.OpenBoxReader(run.Save(exported));
        var box = new StandingBox(Guid.CreateVersion7(), 7, new TrainingBox(0, 0, 0, ShapePictures.Side, ShapePictures.Side));
        var reading = reader.Read(ShapePictures.Draw(1001), [box], 0, Cancellation).Should().ContainSingle().Which;
        reading.Should().BeEquivalentTo(new { AnnotationId = box.Id, Revision = 7L, Text = (string?)null, annotator.Annotate(ShapePictures.Draw(1001), 0, Cancellation)[0].ClassKey });
        reader.Read(ShapePictures.Draw(1001), [box], 1.01, Cancellation).Should().BeEmpty();
    }

    [Fact]
    public void Train_EightPicturesManyTimes_LearnsThemByHeart()
    {
        var data = new TaskData(s_tags, Samples(0, 8), [], []);
        var recipe = s_recipe with
        {
            BatchSize = 8,
            Epochs = 250,
            Classification = new ClassificationRecipe { LabelSmoothing = 0 },
            Augmentation = s_recipe.Augmentation with { ScaleMin = 1, ScaleMax = 1, Translate = 0, FlipProbability = 0, ColourProbability = 0 },
        };
        using var run = new TaskRun(s_task, data, recipe);

        run.Network.Evaluate(data.Train, Cancellation).Lenient.Should().Be(1);
        run.Observer.BatchLosses[^1].Total.Should().BeLessThan(0.1);
    }

    [Fact]
    public void Samples_OfTags_LeaveOutImagesThatNobodyTagged()
    {
        var image = Image() with { Shapes = [new TrainingShape(2, TagGeometry.Instance), new TrainingShape(0, TagGeometry.Instance)] };

        ClassificationSamples.OfTags(image, "x.png", [-1, 5, 1]).Should().ContainSingle().Which.Tags.Should().Equal(1);
        ClassificationSamples.OfTags(Image(), "x.png", [0, 1, 2]).Should().BeEmpty();
    }

    [Fact]
    public void Samples_OfBoxes_ShowWhatIsInside()
    {
        using var folder = new TemporaryFolder();
        var picture = TestImages.Filled(40, 30, 9, 9, 9);
        TestImages.FillRectangle(picture, 10, 5, 30, 15, 200, 0, 0);
        File.WriteAllBytes(folder["x.png"], TestImages.Codec.Encode(picture, Platform.Core.Imaging.ImageFormat.Png));
        var image = Image() with { Boxes = [new TrainingBox(1, 10, 5, 20, 10), new TrainingBox(0, 35, 25, 90, 90)] };

        var samples = ClassificationSamples.OfBoxes(image, folder["x.png"], [-1, 4], TestImages.Codec);

        samples.Should().ContainSingle().Which.Tags.Should().Equal(4);
        var crop = TestImages.Codec.DecodeRgb(samples[0].ReadBytes());
        (crop.Width, crop.Height).Should().Be((20, 10));
        crop.Pixels.Chunk(3).Should().OnlyContain(pixel => pixel[0] == 200 && pixel[1] == 0);
    }

    [Fact]
    public void ReadsBoxes_WhatLearntFromBoxes_LooksIntoBoxes()
    {
        var recipe = s_recipe with { Classification = new ClassificationRecipe { Source = ClassificationSource.Boxes } };

        s_task.ReadsBoxes(TrainingRecipeJson.Write(recipe)).Should().BeTrue();
        s_task.ReadsBoxes(TrainingRecipeJson.Write(s_recipe)).Should().BeFalse();
    }

    [Fact]
    public void Demand_NothingToTellApart_SaysWhatToDo()
    {
        Refusal(s_tags[..1], Image()).Should().Be("training.no_choice");
        Refusal(s_tags, Image()).Should().Be("training.no_labels");
        var tagged = Image() with { Shapes = [new TrainingShape(0, TagGeometry.Instance)] };
        FluentActions.Invoking(() => s_task.Demand(Data(s_tags, tagged), s_recipe, false)).Should().NotThrow();
        Refusal(s_tags, tagged, s_recipe with { Augmentation = new AugmentationRecipe() }).Should().Be("training.recipe_invalid");
    }

    private static string Refusal(IReadOnlyList<TrainingClass> classes, TrainingImage image, TrainingRecipe? recipe = null) =>
        FluentActions.Invoking(() => s_task.Demand(Data(classes, image), recipe ?? s_recipe, false)).Should().Throw<DomainRuleException>().Which.Code;

    private static TrainingData Data(IReadOnlyList<TrainingClass> classes, params IReadOnlyList<TrainingImage> images) =>
        new(Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, "shapes", "v1", "", classes, images);

    private static TrainingImage Image() => new(Guid.Empty, "x.png", "", "", 40, 30, SplitKind.Train, []);

    private static IReadOnlyList<TrainingSample> Samples(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(number => new TrainingSample($"shape-{number}", () => ShapePictures.Draw(number), [], []) { Tags = [number % 3] })];
}
