using Platform.Core.Access;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;
using Platform.Training.Checkpoints;
using Platform.Training.Recipes;
using Platform.Training.Runs.Events;
using Platform.Training.Runs.Launch;
using Platform.Training.Tasks;

namespace Platform.Training.Runs;

/// <summary>A training from its frozen data to its registered model. Runs on the device's thread, which may block.</summary>
public sealed class TrainingRunJob(
    RunBoard board,
    VerifyDatasetVersionCommand verify,
    TrainingDataQueries datasets,
    TrainingFiles files,
    TrainingTasks tasks,
    ModelRegistration registration,
    TrainingGate gate,
    TimeProvider time) : IRunJob
{
    public void Execute(RunRecord run, string device, CancellationToken cancellation)
    {
        using var training = gate.EnterTraining();
        using var monitor = new RunMonitor(board, run.Id, time);
        var recipe = TrainingRecipeJson.Read(run.Recipe.ToJsonString());
        var task = tasks.Of(recipe.Task);
        var frozen = LoadVerifiedAsync(run, task, cancellation).GetAwaiter().GetResult();
        var data = task.LoadAsync(frozen, recipe, run.TrainOnValidation, files, cancellation).GetAwaiter().GetResult();
        var checkpoints = new CheckpointStore(
            new DiskCheckpointFiles(board.Folder(run.Id).Checkpoints), new CheckpointContext(recipe, data.ClassNames, frozen.ContentSha256), recipe.Reporting.CheckpointsKept, time);

        using (var newest = LoadNewest(run, checkpoints))
        {
            // The device is where the run happens to be trained, not part of what it is: a checkpoint may go on elsewhere.
            task.Train(data, recipe with { Device = device }, checkpoints, newest?.Snapshot, new RunObserver(board, run.Id), cancellation);
        }

        Say(run, "trained");
        registration.RegisterAsync(run, task, data, checkpoints, device, line => board.Publish(run.Id, line), cancellation).GetAwaiter().GetResult();
    }

    private async Task<TrainingData> LoadVerifiedAsync(RunRecord run, ITrainingTask task, CancellationToken cancellation)
    {
        Say(run, "verifying");
        var data = await datasets.LoadAsync(Actor.Platform, run.DatasetVersionId, task.Shapes, cancellation).ConfigureAwait(false);
        var verification = await verify.ExecuteAsync(Actor.Platform, run.DatasetVersionId, includeBytes: true, cancellation).ConfigureAwait(false);
        if (!verification.IsIntact)
        {
            throw new ConflictException(
                "training.data_damaged", $"The dataset version no longer has the content it was frozen with ({verification.DamagedFiles.Count} damaged files). Restore it from a backup before training on it.",
                verification.DamagedFiles.Count);
        }

        return data.ContentSha256 == run.DatasetSha256
            ? data
            : throw new ConflictException("training.data_changed", "The dataset version is not the one that this run was launched with. Launch a new run.");
    }

    private LoadedCheckpoint? LoadNewest(RunRecord run, CheckpointStore checkpoints)
    {
        var newest = checkpoints.LoadNewest();
        foreach (var damaged in newest?.Damaged ?? [])
        {
            board.Publish(run.Id, RunLines.Warning("checkpointDamaged", damaged));
        }

        if (newest is not null)
        {
            board.Publish(run.Id, new ResumedAt(newest.Entry.Epoch));
            Say(run, "resumed", newest.Entry.Epoch, newest.Entry.File);
        }
        else if (board.Get(run.Id).Epoch > 0)
        {
            board.Publish(run.Id, new ResumedAt(0));
            board.Publish(run.Id, RunLines.Warning("restarted"));
        }

        return newest;
    }

    private void Say(RunRecord run, string code, params object[] arguments) => board.Publish(run.Id, RunLines.Of(code, arguments));
}
