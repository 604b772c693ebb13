using System.Text.Json;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Tests.Training.Imaging;
using Platform.Tests.Training.Torch;
using Platform.Training.Data;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Det;
using Platform.Training.Tasks.Seg;

namespace Platform.Tests.Training.Tasks.Seg;

public sealed class SegmentationTrainingTests : TorchTest
{
    private const double Floor50 = 0.8;

    private static readonly SegmentationTask s_task = new(TestImages.Codec, TimeProvider.System);

    private static readonly TrainingClass[] s_classes =
    [
        new(Guid.CreateVersion7(), "square", "square", "#ffffff", ShapeType.Polygon),
        new(Guid.CreateVersion7(), "disc", "disc", "#ffffff", ShapeType.Mask),
        new(Guid.CreateVersion7(), "triangle", "triangle", "#ffffff", ShapeType.Polygon),
    ];

    private static readonly TrainingRecipe s_recipe = s_task.Defaults with
    {
        Width = 0.125,
        ImageSize = ShapePictures.Side,
        BatchSize = 16,
        Epochs = 50,
        Threads = 1,
        Segmentation = new SegmentationRecipe { Prototypes = 8 },
        Augmentation = new AugmentationRecipe { MosaicProbability = 0, ScaleMin = 0.9, ScaleMax = 1.2 },
        Optimizer = new OptimizerRecipe { LearningRate = 4e-3, AverageDecay = 0.95 },
        Reporting = new ReportingRecipe { SampleInterval = 0, ValidationInterval = 1000 },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Train_InBFloat16_LosesAsInSinglePrecision() =>
        TaskRun.MixedPrecisionDifference(s_task, new TaskData(s_classes, Samples(0, 32), [], []), s_recipe).Should().BeInRange(1e-7, 0.1);

    [Fact]
    public void Train_ShapesAnywhereInAnyColour_FindsThePixelsOfUnseenOnes()
    {
        var data = new TaskData(s_classes, Samples(0, 96), [], Samples(1000, 30));
        using var run = new TaskRun(s_task, data, s_recipe);

        var scores = run.Network.Evaluate(data.Test, Cancellation);

        scores.Lenient.Should().BeGreaterThanOrEqualTo(Floor50, scores.Summary);
        JsonSerializer.Deserialize<DetectionEvaluationDetails>(scores.Details, RunJson.Options)!.ClassKeys.Should().Equal("square", "disc", "triangle");

        var exported = run.Network.Export(Guid.CreateVersion7(), data.Test, Cancellation);
        var parity = JsonSerializer.Deserialize<OutputParity>(exported.Parity, RunJson.Options)!;
        parity.Should().Match<OutputParity>(report => report.ImageCount == 20 && report.IsWithinTolerance, exported.Summary);

        using var annotator = s_task.OpenAnnotator(run.Save(exported));
        var shapes = Enumerable.Range(1000, 30).Select(number => (Number: number, Found: annotator.Annotate(ShapePictures.Draw(number), 0.3, Cancellation))).ToList();
        shapes.SelectMany(item => item.Found).Should().OnlyContain(shape => (shape.ClassKey == "disc") == (shape.Geometry is MaskGeometry));
        shapes.Count(item => item.Found.Any(shape => shape.ClassKey == s_classes[item.Number % 3].Key && Iou(shape.Geometry, item.Number) > 0.6)).Should().BeGreaterThan(10);
        using var served = s_task.OpenServed(run.Save(exported), new OnnxDetectorOptions());
        ServedBatch.ShouldAgree(served, annotator, 0.3, [.. Enumerable.Range(1000, 4).Select(number => ShapePictures.Draw(number))]);
    }

    [Fact]
    public void Train_SixPicturesManyTimes_LearnsThemByHeart()
    {
        var data = new TaskData(s_classes, Samples(0, 6), [], []);
        var recipe = s_recipe with { BatchSize = 6, Epochs = 350, Augmentation = s_recipe.Augmentation with { ScaleMin = 1, ScaleMax = 1, Translate = 0, FlipProbability = 0, ColourProbability = 0 } };
        using var run = new TaskRun(s_task, data, recipe);

        var scores = run.Network.Evaluate(data.Train, Cancellation);

        scores.Lenient.Should().BeGreaterThan(0.9, scores.Summary);
        var masks = run.Observer.BatchLosses.Select(losses => losses["mask"]).ToList();
        masks[^1].Should().BeLessThan(masks.Max() / 4);
    }

    [Fact]
    public void Sample_OfPolygonsAndMasks_HasTheirBoxesAndPixels()
    {
        var image = Image() with
        {
            Shapes =
            [
                new TrainingShape(2, new PolygonGeometry([[2, 2, 12, 2, 12, 8, 2, 8]])), new TrainingShape(1, new MaskGeometry(30, 40, RunLengths.Encode([35, 10, 1155]))),
                new TrainingShape(0, new PolygonGeometry([[0, 0, 5, 0, 5, 5]])), new TrainingShape(2, new PolygonGeometry([[50, 50, 60, 50, 60, 60]])),
            ],
        };

        var sample = SegmentationTask.ToSample(image, "x.png", [-1, 0, 1]);

        sample.Classes.Should().Equal(1, 0);
        sample.Boxes.Should().Equal(2, 2, 12, 8, 1, 5, 2, 15);
        sample.Masks.Select(mask => mask.Area).Should().Equal(60, 10);
    }

    [Fact]
    public void Demand_NoPolygonOrMask_SaysWhatToDo()
    {
        var data = new TrainingData(Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, "shapes", "v1", "", s_classes, [Image()]);

        FluentActions.Invoking(() => s_task.Demand(data, s_recipe, false)).Should().Throw<DomainRuleException>().Which.Code.Should().Be("training.no_labels");
    }

    private static double Iou(ShapeGeometry geometry, int number)
    {
        var (found, truth) = (PixelMask.Of(geometry, ShapePictures.Side, ShapePictures.Side), MaskOf(number));
        var shared = found.IntersectionArea(truth);
        return shared / (double)(found.Area + truth.Area - shared);
    }

    private static PixelMask MaskOf(int number) => PixelMask.FromTest(
        new PixelBox(0, 0, ShapePictures.Side, ShapePictures.Side), ShapePictures.Side, ShapePictures.Side, (x, y) => ShapePictures.FigureOf(number).Contains(x + 0.5, y + 0.5));

    private static TrainingImage Image() => new(Guid.Empty, "x.png", "", "", 40, 30, SplitKind.Train, []);

    private static IReadOnlyList<TrainingSample> Samples(int first, int count) =>
    [
        .. Enumerable.Range(first, count).Select(number =>
        {
            var mask = MaskOf(number);
            return new TrainingSample($"shape-{number}", () => ShapePictures.Draw(number), [mask.Bounds.Left, mask.Bounds.Top, mask.Bounds.Right, mask.Bounds.Bottom], [number % 3]) { Masks = [mask] };
        }),
    ];
}
