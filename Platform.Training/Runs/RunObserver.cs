using System.Globalization;
using Platform.Training.Runs.Events;
using Platform.Training.Trainer;
using LogSeverity = Platform.Training.Runs.Events.LogSeverity;

namespace Platform.Training.Runs;

/// <summary>Tells a run's watchers what its trainer reports, and keeps the run's record current. Called on the training thread.</summary>
internal sealed class RunObserver(RunBoard board, CheckpointCopies copies, Guid runId) : ITrainingObserver
{
    private RunStarted? _start;

    public void Observe(TrainingEvent trainingEvent)
    {
        switch (trainingEvent)
        {
            case RunStarted started:
                Start(started);
                break;
            case BatchLogged batch:
                board.Publish(runId, new ProgressMade(
                    batch.Epoch, _start!.Epochs, ((batch.Iteration - 1) % _start.IterationsPerEpoch) + 1, _start.IterationsPerEpoch, batch.LearningRate,
                    batch.ImagesPerSecond, batch.EtaSeconds, LossesOf(batch.Losses)));
                break;
            case EpochCompleted epoch:
                Complete(epoch);
                break;
            case SamplePredictionsReady ready:
                Show(ready);
                break;
            case LogLine line:
                board.Publish(runId, new LineLogged(line.Severity == Trainer.LogSeverity.Warning ? LogSeverity.Warning : LogSeverity.Information, line.Text));
                break;
            case CheckpointSaved saved:
                Saved(saved);
                break;
            case CheckpointFailed failed:
                board.Enter(runId, RunState.Waiting, string.Create(
                    CultureInfo.InvariantCulture,
                    $"The checkpoint of epoch {failed.Epoch} could not be written ({failed.Reason}). The training holds still and loses nothing: free disk space in {board.Folder(runId).Checkpoints}, and it goes on by itself."));
                break;
        }
    }

    private void Saved(CheckpointSaved saved)
    {
        if (board.Get(runId).State == RunState.Waiting)
        {
            Say("There is room again.");
            board.Enter(runId, RunState.Running);
        }

        if (saved.Kind is CheckpointKind.Interval or CheckpointKind.Best)
        {
            Say($"Checkpoint {saved.File} written.");
        }

        copies.Mark(runId);
    }

    private void Start(RunStarted started)
    {
        _start = started;
        board.Change(runId, run => run with { Epochs = started.Epochs, Epoch = started.CompletedEpochs });
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{started.TrainImages} training and {started.ValidationImages} validation images, {started.Parameters / 1e6:0.00} M parameters, {started.IterationsPerEpoch} iterations an epoch on {started.Device}."));
    }

    private void Complete(EpochCompleted epoch)
    {
        var losses = LossesOf(epoch.Losses);
        var metrics = epoch.Metrics?.Values ?? new Dictionary<string, double>();
        board.Change(runId, run => run with { Epoch = epoch.Epoch, Metrics = metrics.Count > 0 ? metrics : run.Metrics.Count > 0 ? run.Metrics : losses });
        board.Publish(runId, new EpochEnded(epoch.Epoch, _start!.Epochs, losses, metrics, epoch.Seconds, epoch.StepSeconds));
        Say(string.Create(CultureInfo.InvariantCulture, $"Epoch {epoch.Epoch}: loss {losses["total"]:0.000}, {epoch.Seconds:0.0} s (steps {epoch.StepSeconds:0.0} s)")
            + string.Concat(metrics.Take(2).Select(pair => string.Create(CultureInfo.InvariantCulture, $", {pair.Key.Replace('_', '-')} {pair.Value:0.000}"))) + (epoch.IsBest ? ", best so far." : "."));
    }

    private void Show(SamplePredictionsReady ready)
    {
        var (names, captions) = (new List<string>(), new List<string>());
        foreach (var sample in ready.Samples)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{ready.Epoch:D4}-{names.Count:D2}.jpg");
            try
            {
                File.WriteAllBytes(Path.Combine(board.Folder(runId).Samples, name), sample.Jpeg);
                names.Add(name);
                captions.Add(sample.Caption ?? "");
            }
            catch (IOException failure)
            {
                board.Publish(runId, new LineLogged(LogSeverity.Warning, $"A sample picture could not be written ({failure.Message}). Free some disk space; the training goes on."));
            }
        }

        board.Publish(runId, new SamplesDrawn(ready.Epoch, names) { Captions = captions.Exists(caption => caption.Length > 0) ? captions : null });
    }

    private void Say(string text) => board.Publish(runId, new LineLogged(LogSeverity.Information, text));

    private static Dictionary<string, double> LossesOf(TrainingLosses losses)
    {
        var named = new Dictionary<string, double> { ["total"] = losses.Total };
        foreach (var (name, value) in losses.Names.Zip(losses.Terms))
        {
            named[name] = value;
        }

        return named;
    }
}
