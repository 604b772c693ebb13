using System.Text.Json;
using Platform.Core.Models.Model;
using Platform.Tests.Support;
using Platform.Tests.Training.Torch;
using Platform.Tests.Training.Trainer;
using Platform.Training.Checkpoints;
using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Tasks;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Incremental;

/// <summary>Parents that know red, and children that learn blue from pictures on which nobody labelled red: masks, skeletons, and tags of whole pictures.</summary>
public sealed class GrowingTaskTests : TorchTest
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ModelTask.Seg)]
    [InlineData(ModelTask.Pose)]
    [InlineData(ModelTask.Cls)]
    public void Child_WithTheDefaultStrategy_KeepsWhatFineTuningForgets(ModelTask task)
    {
        var pictures = GrowingPictures.Of(task);
        using var folder = new TemporaryFolder();
        var parent = TrainParent(pictures, folder);
        var observer = new RecordingObserver();

        var kept = ScoresOf(pictures, TrainChild(pictures, folder, "kept", parent, Child(pictures, IncrementalStrategy.DistillationRehearsal), observer));
        var forgotten = ScoresOf(pictures, TrainChild(pictures, folder, "forgotten", parent, Child(pictures, IncrementalStrategy.FineTune)));

        var all = $"kept {string.Join(' ', kept)}, forgotten {string.Join(' ', forgotten)}";
        pictures.Grown.OldKeys.Average(key => kept[key]).Should().BeGreaterThan(pictures.Grown.OldKeys.Average(key => forgotten[key]) + 0.2, all);
        kept[pictures.Grown.NewKeys[0]].Should().BeGreaterThan(0.1, all);
        observer.Events.OfType<LogLine>().Single(line => line.Code == "weights").Text.Should().Contain("0 missing, 0 unexpected, 0 of another shape", "every weight of the parent is taken over");
    }

    [Theory]
    [InlineData(ModelTask.Seg)]
    [InlineData(ModelTask.Pose)]
    [InlineData(ModelTask.Cls)]
    public void Child_KilledAndResumed_EndsAsOneThatRanThrough(ModelTask task)
    {
        var pictures = GrowingPictures.Of(task);
        using var folder = new TemporaryFolder();
        var parent = TrainParent(pictures, folder, epochs: 2);
        var recipe = Child(pictures, IncrementalStrategy.DistillationRehearsal) with { Epochs = 3 };

        var whole = TrainChild(pictures, folder, "whole", parent, recipe);
        using (var kill = new CancellationTokenSource())
        {
            var steps = 0;
            FluentActions.Invoking(() => TrainChild(pictures, folder, "torn", parent, recipe, new Killing(kill, () => ++steps == 9), kill.Token)).Should().Throw<OperationCanceledException>();
        }

        TrainChild(pictures, folder, "torn", parent, recipe).Should().Equal(whole, "weights, averages and statistics are the same, byte by byte");
    }

    private static TrainingRecipe Child(GrowingPictures pictures, IncrementalStrategy strategy) => pictures.Recipe with
    {
        Epochs = pictures.Recipe.Epochs / (strategy is IncrementalStrategy.FineTune ? 4 : 2),
        Incremental = new IncrementalRecipe { Strategy = strategy, LearningRateFactor = pictures.Task.Task == ModelTask.Pose ? 2 : 1, Rehearsal = new RehearsalRecipe { Min = 8 } },
    };

    private static byte[] TrainParent(GrowingPictures pictures, TemporaryFolder folder, int? epochs = null)
    {
        var recipe = pictures.Recipe with { Epochs = epochs ?? pictures.Recipe.Epochs };
        var data = new TaskData(pictures.ParentClasses, pictures.Earlier, [], []);
        var store = Store(folder, "parent", recipe, data);
        pictures.Task.Train(data, recipe, store, null, new RecordingObserver(), Cancellation);
        return Final(store);
    }

    private static byte[] TrainChild(
        GrowingPictures pictures, TemporaryFolder folder, string name, byte[] parent, TrainingRecipe recipe, ITrainingObserver? observer = null, CancellationToken? cancellation = null)
    {
        var part = recipe.Incremental!;
        using var teacher = pictures.Growing.OpenTeacher(new MemoryStream(parent), recipe, pictures.ParentClasses);
        var labels = pictures.Earlier.Select(sample => sample.Labels).ToList();
        List<TrainingSample> again = part.Rehearses
            ? [.. RehearsalBuffer.Choose(labels, RehearsalBuffer.SizeOf(labels.Count, part.Rehearsal), part.Rehearsal.RandomShare, recipe.Seed).Select(index => pictures.Earlier[index])]
            : [];
        var scores = PseudoThresholds.Of(pictures.Grown.OldKeys, null, part.PseudoLabels, pictures.Growing.ScoreUntold(part.PseudoLabels));
        var plan = IncrementalPlan.Of(pictures.New.Train, [again], teacher, pictures.Grown, scores, part, Cancellation);

        // As a run that goes on reads it.
        var stored = JsonSerializer.Deserialize<IncrementalPlan>(JsonSerializer.Serialize(plan, RunJson.Options), RunJson.Options)!;
        var data = stored.Apply(pictures.New, again, pictures.Grown);
        var store = Store(folder, name, recipe, data);
        using var newest = store.LoadNewest();
        pictures.Growing.TrainChild(data, pictures.Grown, teacher, recipe, store, newest?.Snapshot, observer ?? new RecordingObserver(), cancellation ?? Cancellation);
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

    private static Dictionary<string, double> ScoresOf(GrowingPictures pictures, byte[] checkpoint)
    {
        using var network = pictures.Task.Open(new MemoryStream(checkpoint), pictures.New);
        var details = network.Evaluate(pictures.New.Test, Cancellation).Details;

        // Seconds of training find objects, but place points roughly.
        return EvaluationDetailsReader.Read(details) is { } objects
            ? objects.Metrics.Classes.ToDictionary(item => objects.ClassKeys[item.ClassIndex], item => item.Ap50 ?? 0)
            : EvaluationDetailsReader.ClassScores(details).ToDictionary(item => item.Key, item => item.Score ?? 0);
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
