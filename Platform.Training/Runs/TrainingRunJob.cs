using Microsoft.Extensions.Logging;
using Platform.Core.Access;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Core.Departments.Commands;
using Platform.Core.Shared;
using Platform.Training.Checkpoints;
using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Runs.Events;
using Platform.Training.Runs.Launch;
using Platform.Training.Tasks;
using Platform.Training.Trainer;
using Platform.Training.Weights;

namespace Platform.Training.Runs;

/// <summary>A training from its frozen data to its registered model. Runs on the device's thread, which may block.</summary>
public sealed class TrainingRunJob(
    RunBoard board,
    VerifyDatasetVersionCommand verify,
    TrainingDataQueries datasets,
    TrainingFiles files,
    TrainingTasks tasks,
    ModelRegistration registration,
    CheckpointCopies copies,
    RunOptions options,
    TrainingGate gate,
    StartingWeightsStore startingWeights,
    ChildPreparation children,
    RecordTrainingUseCommand use,
    ILogger<TrainingRunJob> logger,
    TimeProvider time) : IRunJob
{
    public LineLogged? Execute(RunRecord run, string device, StopSignal stop, CancellationToken cancellation)
    {
        using var training = gate.EnterTraining();
        using var monitor = new RunMonitor(board, run.Id, time);
        using var meter = new TrainingMeter(use, run, device, time, logger);
        var recipe = TrainingRecipeJson.Read(run.Recipe.ToJsonString());
        var task = tasks.Of(recipe.Task);
        var wait = new RunWait(board, run.Id, options.RetryInterval, stop, cancellation);
        var (frozen, data) = wait.DoAsync(token => LoadAsync(run, task, recipe, token)).GetAwaiter().GetResult();
        foreach (var note in data.Notes)
        {
            board.Publish(run.Id, note);
        }

        var checkpoints = new CheckpointStore(
            new DiskCheckpointFiles(board.Folder(run.Id).Checkpoints), new CheckpointContext(recipe, data.ClassNames, frozen.ContentSha256), recipe.Reporting.CheckpointsKept, time);
        checkpoints.RemoveLeftovers();
        wait.DoAsync(token => copies.FetchMissingAsync(run.Id, checkpoints, token)).GetAwaiter().GetResult();

        using (var newest = LoadNewest(run, checkpoints))
        {
            // The device is where the run happens to be trained, not part of what it is: a checkpoint may go on elsewhere.
            var here = recipe with { Device = device };
            var observer = new RunObserver(board, copies, run.Id);
            if (run.GrowsFrom is { } info)
            {
                var file = board.Folder(run.Id).IncrementalFile;
                using var child = wait.DoAsync(token => children.PrepareAsync(info, here, frozen, data, file, line => board.Publish(run.Id, line), token)).GetAwaiter().GetResult();
                child.Task.TrainChild(child.Data, child.Classes, child.Teacher, here, checkpoints, newest?.Snapshot, observer, cancellation, stop);
            }
            else
            {
                using var start = newest is null ? LoadStart(run, task, frozen, recipe, cancellation) : null;
                task.Train(data, here, checkpoints, newest?.Snapshot, observer, cancellation, stop, start);
            }
        }

        Say(run, "trained");
        wait.DoAsync(token => registration.RegisterAsync(run, task, data, checkpoints, device, line => board.Publish(run.Id, line), token)).GetAwaiter().GetResult();
        return Ending(board.Get(run.Id), checkpoints);
    }

    private static LineLogged? Ending(RunRecord run, CheckpointStore checkpoints)
    {
        var best = checkpoints.ReadManifest().Checkpoints.LastOrDefault(entry => entry.Kind == CheckpointKind.Best);
        return run.Epoch >= run.Epochs ? null
            : best is null ? RunLines.Of("endedEarly", run.Epoch, run.Epochs)
            : RunLines.Of("endedEarlyBest", run.Epoch, run.Epochs, best.Epoch);
    }

    private async Task<(TrainingData Frozen, TaskData Data)> LoadAsync(RunRecord run, ITrainingTask task, TrainingRecipe recipe, CancellationToken cancellation)
    {
        var verified = await LoadVerifiedAsync(run, task, cancellation).ConfigureAwait(false);
        var frozen = run.GrowsFrom is { } info ? verified.ForClasses(info.ClassKeys) : verified;
        return (frozen, await task.LoadAsync(frozen, recipe, run.TrainOnValidation, files, cancellation).ConfigureAwait(false));
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
            board.Publish(run.Id, new ResumedAt(newest.Entry.Epoch, newest.Entry.Steps));
            Say(run, newest.Entry.Steps > 0 ? "resumedWithin" : "resumed", newest.Entry.Epoch, newest.Entry.File, newest.Entry.Steps);
        }
        else if (board.Feed(run.Id).History().Any(happened => happened is ProgressMade or EpochEnded))
        {
            board.Publish(run.Id, new ResumedAt(0));
            board.Publish(run.Id, RunLines.Warning("restarted"));
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
        Say(run, "startsFrom", from.Name, from.Sha256, from.Licence);
        foreach (var line in StartReportText.Lines(task.TryStart(data, recipe, weights)))
        {
            board.Publish(run.Id, line);
        }

        return weights;
    }

    private void Say(RunRecord run, string code, params object[] arguments) => board.Publish(run.Id, RunLines.Of(code, arguments));
}
