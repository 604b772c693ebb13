using System.Globalization;
using Platform.Core.Access;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;
using Platform.Training.Checkpoints;
using Platform.Training.Recipes;
using Platform.Training.Runs.Events;
using Platform.Training.Tasks;
using Platform.Training.Weights;
using LogSeverity = Platform.Training.Runs.Events.LogSeverity;

namespace Platform.Training.Runs;

/// <summary>A training from its frozen data to its registered model. Runs on the device's thread, which may block.</summary>
public sealed class TrainingRunJob(
    RunBoard board,
    VerifyDatasetVersionCommand verify,
    TrainingDataQueries datasets,
    TrainingFiles files,
    TrainingTasks tasks,
    ModelRegistration registration,
    StartingWeightsStore startingWeights,
    TimeProvider time) : IRunJob
{
    public void Execute(RunRecord run, string device, CancellationToken cancellation)
    {
        var recipe = TrainingRecipeJson.Read(run.Recipe.ToJsonString());
        var task = tasks.Of(recipe.Task);
        var frozen = LoadVerifiedAsync(run, task, cancellation).GetAwaiter().GetResult();
        var data = task.LoadAsync(frozen, recipe, run.TrainOnValidation, files, cancellation).GetAwaiter().GetResult();
        var checkpoints = new CheckpointStore(
            new DiskCheckpointFiles(board.Folder(run.Id).Checkpoints), new CheckpointContext(recipe, data.ClassNames, frozen.ContentSha256), recipe.Reporting.CheckpointsKept, time);

        using (var newest = LoadNewest(run, checkpoints))
        using (var start = newest is null ? LoadStart(run, task, frozen, recipe, cancellation) : null)
        {
            // The device is where the run happens to be trained, not part of what it is: a checkpoint may go on elsewhere.
            task.Train(data, recipe with { Device = device }, checkpoints, newest?.Snapshot, new RunObserver(board, run.Id), cancellation, start);
        }

        Say(run, "Training is done. Exporting, checking and scoring the model.");
        registration.RegisterAsync(run, task, data, checkpoints, device, line => Say(run, line), cancellation).GetAwaiter().GetResult();
    }

    private async Task<TrainingData> LoadVerifiedAsync(RunRecord run, ITrainingTask task, CancellationToken cancellation)
    {
        Say(run, "Checking the dataset version against its content hash.");
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
            board.Publish(run.Id, new LineLogged(LogSeverity.Warning, $"Checkpoint {damaged} is damaged and was passed over."));
        }

        if (newest is not null)
        {
            board.Publish(run.Id, new ResumedAt(newest.Entry.Epoch));
            Say(run, string.Create(CultureInfo.InvariantCulture, $"Resumed after epoch {newest.Entry.Epoch} from {newest.Entry.File}."));
        }
        else if (board.Get(run.Id).Epoch > 0)
        {
            board.Publish(run.Id, new ResumedAt(0));
            board.Publish(run.Id, new LineLogged(LogSeverity.Warning, "No usable checkpoint was found: the training starts again from the first epoch."));
        }

        return newest;
    }

    // The whole of what fits and what does not stands in the log: nobody has to trust a summary.
    private StartingWeights? LoadStart(RunRecord run, ITrainingTask task, TrainingData data, TrainingRecipe recipe, CancellationToken cancellation)
    {
        if (run.StartsFrom is not { } from)
        {
            return null;
        }

        var (_, weights) = startingWeights.OpenAsync(Actor.Platform, from.WeightsId, cancellation).GetAwaiter().GetResult();
        Say(run, $"Starting from '{from.Name}' (SHA-256 {from.Sha256}), licence: {from.Licence}");
        foreach (var line in StartReportText.Lines(task.TryStart(data, recipe, weights)))
        {
            Say(run, line);
        }

        return weights;
    }

    private void Say(RunRecord run, string text) => board.Publish(run.Id, new LineLogged(LogSeverity.Information, text));
}
