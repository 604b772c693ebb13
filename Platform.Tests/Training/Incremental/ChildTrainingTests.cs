using Platform.Tests.Support;
using Platform.Tests.Training.Imaging;
using Platform.Tests.Training.Torch;
using Platform.Tests.Training.Trainer;
using Platform.Training.Checkpoints;
using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Tasks;
using Platform.Training.Tasks.Det;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Incremental;

/// <summary>A parent that knows red, and children that learn blue from pictures on which nobody labelled red.</summary>
public sealed class ChildTrainingTests : TorchTest
{
    private static readonly DetectionTask s_task = new(TestImages.Codec, TimeProvider.System);

    private static readonly TrainingRecipe s_recipe = new()
    {
        Width = 0.1,
        ImageSize = ColouredPictures.Side,
        BatchSize = 8,
        Epochs = 24,
        Threads = 1,
        Augmentation = new AugmentationRecipe { MosaicProbability = 0.3, ScaleMin = 0.9, ScaleMax = 1.1, PlainEpochsMin = 4 },
        Optimizer = new OptimizerRecipe { LearningRate = 4e-3, AverageDecay = 0.95 },
        Reporting = new ReportingRecipe { SampleInterval = 0, ValidationInterval = 1000, LogInterval = 1 },
    };

    private static readonly GrownClasses s_classes = new(["red", "blue"], 1, []);
    private static readonly IReadOnlyList<TrainingSample> s_earlier = ColouredPictures.Take(0, 48, shown: [0], labelled: [0]);
    private static readonly TaskData s_new = new(ColouredPictures.Classes, ColouredPictures.Take(100, 48, shown: [0, 1], labelled: [1]), [], ColouredPictures.Take(500, 24, [0, 1], [0, 1]));
    private static readonly Dictionary<string, double> s_scores = new() { ["red"] = 0.4 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Child_WithTheDefaultStrategy_KeepsWhatFineTuningForgets()
    {
        using var folder = new TemporaryFolder();
        var parent = TrainParent(folder);

        var kept = ScoresOf(TrainChild(folder, "kept", parent, Child(IncrementalStrategy.DistillationRehearsal)));
        var forgotten = ScoresOf(TrainChild(folder, "forgotten", parent, Child(IncrementalStrategy.FineTune)));

        var all = $"kept {string.Join(' ', kept)}, forgotten {string.Join(' ', forgotten)}";
        kept["red"].Should().BeGreaterThan(forgotten["red"] + 0.2, all);
        kept["blue"].Should().BeGreaterThan(0.1, all);
    }

    [Fact]
    public void Child_KilledAndResumed_EndsAsOneThatRanThrough()
    {
        using var folder = new TemporaryFolder();
        var parent = TrainParent(folder, epochs: 3);
        var recipe = Child(IncrementalStrategy.DistillationRehearsal) with { Epochs = 4 };

        var whole = TrainChild(folder, "whole", parent, recipe);
        using (var kill = new CancellationTokenSource())
        {
            var steps = 0;
            FluentActions.Invoking(() => TrainChild(folder, "torn", parent, recipe, new Killing(kill, () => ++steps == 18), kill.Token)).Should().Throw<OperationCanceledException>();
        }

        var torn = TrainChild(folder, "torn", parent, recipe);

        torn.Should().Equal(whole, "weights, averages and statistics are the same, byte by byte");
    }

    [Fact]
    public void Child_InItsFirstEpoch_LeavesTheTrunkAsItWas()
    {
        using var folder = new TemporaryFolder();
        var parent = TrainParent(folder, epochs: 2);

        var child = TrainChild(folder, "child", parent, Child(IncrementalStrategy.Distillation) with { Epochs = 1 });

        var (before, after) = (Read(parent), Read(child));
        foreach (var name in before.Keys.Where(name => name.StartsWith("backbone.", StringComparison.Ordinal) || name.StartsWith("neck.", StringComparison.Ordinal)))
        {
            // Averaging a weight with itself rounds in its last bits.
            after[name].Zip(before[name]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 1e-5f * (Math.Abs(pair.Second) + 0.1f), name);
        }

        after["head.cls_tower.convs.0.weight"].Should().NotEqual(before["head.cls_tower.convs.0.weight"]);
    }

    private static TrainingRecipe Child(IncrementalStrategy strategy) => s_recipe with { Epochs = 16, Incremental = new IncrementalRecipe { Strategy = strategy, LearningRateFactor = 1, Rehearsal = new RehearsalRecipe { Min = 8 } } };

    private static byte[] TrainParent(TemporaryFolder folder, int? epochs = null)
    {
        var recipe = s_recipe with { Epochs = epochs ?? s_recipe.Epochs };
        var data = new TaskData([.. ColouredPictures.Classes.Take(1)], s_earlier, [], []);
        var store = Store(folder, "parent", recipe, data);
        s_task.Train(data, recipe, store, null, new RecordingObserver(), Cancellation);
        return Final(store);
    }

    private static byte[] TrainChild(TemporaryFolder folder, string name, byte[] parent, TrainingRecipe recipe, ITrainingObserver? observer = null, CancellationToken? cancellation = null)
    {
        var part = recipe.Incremental!;
        using var teacher = s_task.OpenTeacher(new MemoryStream(parent), recipe, [.. ColouredPictures.Classes.Take(1)]);
        var labels = s_earlier.Select(sample => (IReadOnlyList<int>)sample.Classes).ToList();
        List<TrainingSample> again = part.Rehearses ? [.. RehearsalBuffer.Choose(labels, RehearsalBuffer.SizeOf(labels.Count, part.Rehearsal), part.Rehearsal.RandomShare, recipe.Seed).Select(index => s_earlier[index])] : [];
        var data = IncrementalPlan.Of(s_new.Train, [again], teacher, s_classes, s_scores, part, Cancellation).Apply(s_new, again, s_classes);
        var store = Store(folder, name, recipe, data);
        using var newest = store.LoadNewest();
        s_task.TrainChild(data, s_classes, teacher, recipe, store, newest?.Snapshot, observer ?? new RecordingObserver(), cancellation ?? Cancellation);
        return Final(store);
    }

    private static CheckpointStore Store(TemporaryFolder folder, string name, TrainingRecipe recipe, TaskData data)
    {
        Directory.CreateDirectory(folder[name]);
        return new CheckpointStore(new DiskCheckpointFiles(folder[name]), new CheckpointContext(recipe, data.ClassNames, "data"), 1, TimeProvider.System);
    }

    private static byte[] Final(CheckpointStore store)
    {
        using var stream = store.OpenRead(store.ReadManifest().Checkpoints.Last(entry => entry.Kind == CheckpointKind.Final));
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static Dictionary<string, double> ScoresOf(byte[] checkpoint)
    {
        using var network = s_task.Open(new MemoryStream(checkpoint), s_new);
        return EvaluationDetailsReader.ClassScores(network.Evaluate(s_new.Test, Cancellation).Details).ToDictionary(item => item.Key, item => item.Score ?? 0);
    }

    private static Dictionary<string, float[]> Read(byte[] checkpoint)
    {
        using var network = NetworkFile.Read(new MemoryStream(checkpoint), (recipe, names) => new Detector(recipe.ArchitectureFor(names.Count)));
        return network.Network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.detach().contiguous().data<float>().ToArray());
    }

    private sealed class Killing(CancellationTokenSource kill, Func<bool> isDue) : ITrainingObserver
    {
        public void Observe(TrainingEvent trainingEvent)
        {
            if (trainingEvent is BatchLogged && isDue())
            {
                kill.Cancel();
            }
        }
    }
}
