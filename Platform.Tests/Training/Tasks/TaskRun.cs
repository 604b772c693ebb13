using Platform.Tests.Support;
using Platform.Tests.Training.Trainer;
using Platform.Training.Checkpoints;
using Platform.Training.Recipes;
using Platform.Training.Tasks;
using Platform.Training.Trainer;

namespace Platform.Tests.Training.Tasks;

/// <summary>Trains a task on given samples as a run does, checkpoints included.</summary>
internal sealed class TaskRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TaskRun(ITrainingTask task, TaskData data, TrainingRecipe recipe)
    {
        var store = new CheckpointStore(new DiskCheckpointFiles(_folder.Path), new CheckpointContext(recipe, data.ClassNames, "data"), 1, TimeProvider.System);
        task.Train(data, recipe, store, null, Observer, TestContext.Current.CancellationToken);
        using var stream = store.OpenRead(store.ReadManifest().Checkpoints.Last(entry => entry.Kind == CheckpointKind.Final));
        Network = task.Open(stream, data);
    }

    public RecordingObserver Observer { get; } = new();

    public ITrainedNetwork Network { get; }

    /// <summary>The losses of two epochs in bfloat16 against those in single precision, as a share of the latter.</summary>
    public static double MixedPrecisionDifference(ITrainingTask task, TaskData data, TrainingRecipe recipe)
    {
        double[] Losses(TrainingPrecision precision)
        {
            using var run = new TaskRun(task, data, recipe with { Precision = precision, Epochs = 2, Reporting = recipe.Reporting with { LogInterval = 1 } });
            return [.. run.Observer.BatchLosses.Select(losses => losses.Total)];
        }

        var (single, half) = (Losses(TrainingPrecision.Single), Losses(TrainingPrecision.BFloat16));
        return single.Zip(half, (a, b) => Math.Abs(a - b) / a).Max();
    }

    /// <summary>Writes the exported network to a file, for an annotator.</summary>
    public string Save(ExportedNetwork exported)
    {
        File.WriteAllBytes(_folder["model.onnx"], exported.Model);
        return _folder["model.onnx"];
    }

    public void Dispose()
    {
        Network.Dispose();
        _folder.Dispose();
    }
}
