using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;
using Platform.Tests.Training.Imaging;
using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Cls;
using Platform.Training.Tasks.Pose;
using Platform.Training.Tasks.Seg;

namespace Platform.Tests.Training.Incremental;

/// <summary>The coloured pictures as each task labels them: what a parent is taught, and what its child is given of it.</summary>
/// <param name="Classes">Those of the parent first.</param>
/// <param name="Earlier">Complete, of the parent's classes.</param>
/// <param name="New">Labelled with the new class alone; test pictures show and label everything.</param>
internal sealed record GrowingPictures(IIncrementalTask Growing, ITrainingTask Task, IReadOnlyList<TrainingClass> Classes, GrownClasses Grown, IReadOnlyList<TrainingSample> Earlier, TaskData New)
{
    // The new class has a point more than the old one, so that the network grows by points too.
    private static readonly KeypointSpec s_three = new(["top_left", "top_right", "bottom_left"], [[0, 1], [0, 2]], [[0, 1]]);
    private static readonly KeypointSpec s_four = new(["top_left", "top_right", "bottom_left", "bottom_right"], [[0, 1], [2, 3]], [[0, 1], [2, 3]]);

    public IReadOnlyList<TrainingClass> ParentClasses => [.. Classes.Take(Grown.ParentCount)];

    public TrainingRecipe Recipe => Task.Defaults with
    {
        Width = 0.1,
        ImageSize = 64,
        BatchSize = 4,
        Epochs = Task.Task == ModelTask.Pose ? 72 : 48,
        Threads = 1,
        Segmentation = Task.Task == ModelTask.Seg ? new SegmentationRecipe { Prototypes = 8 } : null,
        Augmentation = Task.Defaults.Augmentation with { MosaicProbability = 0, ScaleMin = 0.9, ScaleMax = 1.1, PlainEpochsMin = 2 },
        Optimizer = new OptimizerRecipe { LearningRate = 4e-3, AverageDecay = 0.95 },
        Reporting = new ReportingRecipe { SampleInterval = 0, ValidationInterval = 1000, LogInterval = 1 },
    };

    public static GrowingPictures Of(ModelTask task) => task switch
    {
        ModelTask.Seg => Objects(new SegmentationTask(TestImages.Codec, TimeProvider.System), [("red", ShapeType.Polygon, null), ("blue", ShapeType.Mask, null)], WithMasks),
        ModelTask.Pose => Objects(
            new PoseTask(TestImages.Codec, TimeProvider.System), [("red", ShapeType.Keypoints, s_three), ("blue", ShapeType.Keypoints, s_four)], WithSkeletons),
        ModelTask.Cls => Tags(new ClassificationTask(TestImages.Codec, TimeProvider.System)),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "No growing pictures of this task."),
    };

    private static GrowingPictures Objects<TTask>(TTask task, (string Key, ShapeType Shape, KeypointSpec? Skeleton)[] keys, Func<TrainingSample, TrainingSample> label)
        where TTask : ITrainingTask, IIncrementalTask
    {
        IReadOnlyList<TrainingClass> classes = [.. keys.Select(item => new TrainingClass(Guid.CreateVersion7(), item.Key, item.Key, "#ffffff", item.Shape, item.Skeleton?.ToJson()))];
        var fresh = ColouredPictures.Take(100, 40, shown: [0, 1], labelled: [1]);
        return new GrowingPictures(
            task, task, classes, new GrownClasses(["red", "blue"], 1, []), [.. ColouredPictures.Take(0, 40, shown: [0], labelled: [0]).Select(label)],
            new TaskData(classes, [.. fresh.Select(label)], [], [.. ColouredPictures.Take(500, 20, [0, 1], [0, 1]).Select(label)]));
    }

    // One colour a picture; yellow is new. Some new pictures that show an old class are without a tag.
    private static GrowingPictures Tags(ClassificationTask task)
    {
        IReadOnlyList<TrainingClass> classes = [.. new[] { "red", "blue", "green", "yellow" }.Select(key => new TrainingClass(Guid.CreateVersion7(), key, key, "#ffffff", Shape: null))];
        return new GrowingPictures(
            task, task, classes, new GrownClasses(["red", "blue", "green", "yellow"], 3, []), [.. Shown(0, 20, 0), .. Shown(50, 20, 1), .. Shown(80, 20, 2)],
            new TaskData(
                classes, [.. Shown(100, 32, 3), .. Shown(200, 4, 0).Select(Untold), .. Shown(210, 4, 1).Select(Untold)], [], [.. Shown(500, 12, 0), .. Shown(520, 12, 1), .. Shown(540, 12, 2), .. Shown(560, 12, 3)]));

        static IEnumerable<TrainingSample> Shown(int first, int count, int tag) =>
            ColouredPictures.Take(first, count, [tag], []).Select(sample => sample with { Id = $"{sample.Id}-{tag}", Tags = [tag] });

        static TrainingSample Untold(TrainingSample sample) => sample with { Tags = [], IsUntold = true };
    }

    private static TrainingSample WithMasks(TrainingSample sample) => sample with
    {
        Masks = [.. sample.Boxes.Chunk(4).Select(box => PixelMask.FromTest(new PixelBox(box[0], box[1], box[2], box[3]), ColouredPictures.Side, ColouredPictures.Side, (_, _) => true))],
    };

    private static TrainingSample WithSkeletons(TrainingSample sample)
    {
        var skeletons = sample.Boxes.Chunk(4).Zip(sample.Classes, (box, index) =>
        {
            double[] corners = [box[0], box[1], 2, box[2], box[1], 2, box[0], box[3], 2, box[2], box[3], 2];
            return new KeypointsGeometry(index == 0 ? corners[..9] : corners);
        }).ToList();
        return sample with
        {
            Boxes = [.. skeletons.SelectMany(skeleton => PoseSamples.BoxOf(skeleton, ColouredPictures.Side, ColouredPictures.Side))],
            Keypoints = [.. skeletons.Zip(sample.Classes, (skeleton, index) => new ObjectKeypoints([.. skeleton.Points.Select(value => (float)value)], (index == 0 ? s_three : s_four).Pairs))],
        };
    }
}
