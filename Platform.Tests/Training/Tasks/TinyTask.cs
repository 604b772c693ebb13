using Platform.Core.Datasets;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;
using Platform.Tests.Training.Imaging;
using Platform.Training.Data;
using Platform.Training.Recipes;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Cls;
using Platform.Training.Tasks.Det;
using Platform.Training.Tasks.Pose;
using Platform.Training.Tasks.Seg;

namespace Platform.Tests.Training.Tasks;

/// <summary>Every task on a dozen small pictures with a network of seconds, augmentation and validation as a run has them.</summary>
internal sealed record TinyTask(ITrainingTask Task, TaskData Data, TrainingRecipe Recipe)
{
    private static readonly KeypointSpec s_skeleton = new(["top", "left", "right"], [[0, 1], [0, 2], [1, 2]], [[1, 2]]);

    public static TinyTask Of(ModelTask task) => task switch
    {
        ModelTask.Det => Make(new DetectionTask(TestImages.Codec, TimeProvider.System), ShapeType.Bbox, null, Boxed),
        ModelTask.Cls => Make(new ClassificationTask(TestImages.Codec, TimeProvider.System), null, null, number => Boxed(number) with { Boxes = [], Classes = [], Tags = [number % 3] }),
        ModelTask.Seg => Make(new SegmentationTask(TestImages.Codec, TimeProvider.System), ShapeType.Polygon, null, number => Boxed(number) with { Masks = [MaskOf(number)] }),
        ModelTask.Pose => Make(
            new PoseTask(TestImages.Codec, TimeProvider.System), ShapeType.Keypoints, s_skeleton.ToJson(), number => Boxed(number) with { Keypoints = [new ObjectKeypoints(CornersOf(number), s_skeleton.Pairs)] }),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "No tiny training of this task."),
    };

    private static TinyTask Make(ITrainingTask task, ShapeType? shape, string? skeleton, Func<int, TrainingSample> sample)
    {
        var classes = new[] { "square", "disc", "triangle" }.Select(key => new TrainingClass(Guid.CreateVersion7(), key, key, "#ffffff", shape, skeleton)).ToList();
        var recipe = task.Defaults with
        {
            Width = 0.125,
            ImageSize = ShapePictures.Side,
            BatchSize = 4,
            Epochs = 4,
            Threads = 2,
            Segmentation = task.Task == ModelTask.Seg ? new SegmentationRecipe { Prototypes = 8 } : null,
            Augmentation = task.Defaults.Augmentation with { PlainShare = 0.25, PlainEpochsMin = 0 },
            Reporting = new ReportingRecipe { LogInterval = 1, CheckpointInterval = 2, SampleInterval = 1, SampleCount = 1 },
        };
        return new TinyTask(task, new TaskData(classes, [.. Enumerable.Range(0, 11).Select(sample)], [.. Enumerable.Range(100, 3).Select(sample)], []), recipe);
    }

    private static TrainingSample Boxed(int number)
    {
        var figure = ShapePictures.FigureOf(number);
        return new TrainingSample(
            $"shape-{number}", () => ShapePictures.Draw(number),
            [figure.X - figure.Radius, figure.Y - figure.Radius, figure.X + figure.Radius, figure.Y + figure.Radius], [number % 3]);
    }

    private static PixelMask MaskOf(int number) => PixelMask.FromTest(
        new PixelBox(0, 0, ShapePictures.Side, ShapePictures.Side), ShapePictures.Side, ShapePictures.Side, (x, y) => ShapePictures.FigureOf(number).Contains(x + 0.5, y + 0.5));

    private static float[] CornersOf(int number)
    {
        var figure = ShapePictures.FigureOf(number);
        return [figure.X, figure.Y - figure.Radius, 2, figure.X - figure.Radius, figure.Y + figure.Radius, 2, figure.X + figure.Radius, figure.Y + figure.Radius, 2];
    }
}
