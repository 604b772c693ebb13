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
using Platform.Training.Tasks.Pose;

namespace Platform.Tests.Training.Tasks.Pose;

public sealed class PoseTrainingTests : TorchTest
{
    private const double Floor50 = 0.8;

    private static readonly KeypointSpec s_spec = new(["top", "left", "right"], [[0, 1], [0, 2], [1, 2]], [[1, 2]]);

    private static readonly PoseTask s_task = new(TestImages.Codec, TimeProvider.System);

    private static readonly TrainingClass[] s_classes = [new(Guid.CreateVersion7(), "triangle", "triangle", "#ffffff", ShapeType.Keypoints, s_spec.ToJson())];

    private static readonly TrainingRecipe s_recipe = s_task.Defaults with
    {
        Width = 0.125,
        ImageSize = ShapePictures.Side,
        BatchSize = 16,
        Epochs = 50,
        Threads = 1,
        Augmentation = new AugmentationRecipe { MosaicProbability = 0, ScaleMin = 0.9, ScaleMax = 1.2 },
        Optimizer = new OptimizerRecipe { LearningRate = 4e-3, AverageDecay = 0.95 },
        Reporting = new ReportingRecipe { SampleInterval = 0, ValidationInterval = 1000 },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Train_InBFloat16_LosesAsInSinglePrecision() =>
        TaskRun.MixedPrecisionDifference(s_task, new TaskData(s_classes, Samples(0, 32), [], []), s_recipe).Should().BeInRange(1e-7, 0.1);

    [Fact]
    public void Train_TrianglesAnywhere_FindsTheCornersOfUnseenOnes()
    {
        var data = new TaskData(s_classes, Samples(0, 96), [], Samples(1000, 30));
        using var run = new TaskRun(s_task, data, s_recipe);

        var scores = run.Network.Evaluate(data.Test, Cancellation);

        scores.Lenient.Should().BeGreaterThanOrEqualTo(Floor50, scores.Summary);

        var exported = run.Network.Export(Guid.CreateVersion7(), data.Test, Cancellation);
        var parity = JsonSerializer.Deserialize<OutputParity>(exported.Parity, RunJson.Options)!;
        parity.Should().Match<OutputParity>(report => report.ImageCount == 20 && report.IsWithinTolerance, exported.Summary);

        using var annotator = s_task.OpenAnnotator(run.Save(exported));
        var near = 0;
        for (var number = 1000; number < 1030; number++)
        {
            var best = annotator.Annotate(ShapePictures.Draw(NumberOf(number)), 0.1, Cancellation).MaxBy(shape => shape.Confidence);
            near += best?.Geometry is KeypointsGeometry skeleton && Distance(skeleton.Points, CornersOf(number)) < 4 ? 1 : 0;
        }

        near.Should().BeGreaterThan(10);
        using var served = s_task.OpenServed(run.Save(exported), new OnnxDetectorOptions());
        ServedBatch.ShouldAgree(served, annotator, 0.1, [.. Enumerable.Range(1000, 4).Select(number => ShapePictures.Draw(NumberOf(number)))]);
    }

    [Fact]
    public void Train_FourPicturesManyTimes_LearnsThemByHeart()
    {
        var data = new TaskData(s_classes, Samples(0, 4), [], []);
        var recipe = s_recipe with { BatchSize = 4, Epochs = 300, Augmentation = s_recipe.Augmentation with { ScaleMin = 1, ScaleMax = 1, Translate = 0, FlipProbability = 0, ColourProbability = 0 } };
        using var run = new TaskRun(s_task, data, recipe);

        var scores = run.Network.Evaluate(data.Train, Cancellation);

        scores.Lenient.Should().BeGreaterThan(0.9, scores.Summary);
        var losses = run.Observer.BatchLosses.Select(item => item["keypoint"]).ToList();
        losses[^1].Should().BeLessThan(losses.Max() / 3);
    }

    [Fact]
    public void Demand_NoSkeleton_SaysWhatToDo()
    {
        var image = new TrainingImage(Guid.Empty, "x.png", "", "", 40, 30, SplitKind.Train, []);
        var data = new TrainingData(Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, "shapes", "v1", "", s_classes, [image]);

        FluentActions.Invoking(() => s_task.Demand(data, s_recipe, false)).Should().Throw<DomainRuleException>().Which.Code.Should().Be("training.no_labels");
    }

    // Every third picture shows a triangle.
    private static int NumberOf(int index) => (3 * index) + 2;

    private static float[] CornersOf(int index)
    {
        var figure = ShapePictures.FigureOf(NumberOf(index));
        return [figure.X, figure.Y - figure.Radius, 2, figure.X - figure.Radius, figure.Y + figure.Radius, 2, figure.X + figure.Radius, figure.Y + figure.Radius, 2];
    }

    private static double Distance(IReadOnlyList<double> found, float[] corners) =>
        Enumerable.Range(0, 3).Average(k => Math.Sqrt(Math.Pow(found[3 * k] - corners[3 * k], 2) + Math.Pow(found[(3 * k) + 1] - corners[(3 * k) + 1], 2)));

    private static IReadOnlyList<TrainingSample> Samples(int first, int count) =>
    [
        .. Enumerable.Range(first, count).Select(index =>
        {
            var skeleton = new KeypointsGeometry([.. CornersOf(index).Select(value => (double)value)]);
            return new TrainingSample($"triangle-{index}", () => ShapePictures.Draw(NumberOf(index)), PoseSamples.BoxOf(skeleton, ShapePictures.Side, ShapePictures.Side), [0])
            {
                Keypoints = [new ObjectKeypoints(CornersOf(index), s_spec.Pairs)],
            };
        }),
    ];
}
