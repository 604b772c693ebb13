using System.Globalization;
using Platform.Training.Runs.Events;
using Platform.Training.Trainer;

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
            case SampleTruthReady truth:
                board.Publish(runId, new TruthDrawn(Write("truth", truth.Samples).Names));
                break;
            case SamplePredictionsReady ready:
                var (files, captions) = Write(ready.Epoch.ToString("D4", CultureInfo.InvariantCulture), ready.Samples);
                board.Publish(runId, new SamplesDrawn(ready.Epoch, files) { Captions = captions.Exists(caption => caption.Length > 0) ? captions : null });
                break;
            case LogLine line:
                board.Publish(runId, RunLines.Of(line));
                break;
            case CheckpointSaved saved:
                Saved(saved);
                break;
            case CheckpointFailed failed:
                board.Enter(runId, RunState.Waiting, RunLines.Warning("checkpointNoRoom", failed.Epoch, failed.Reason, board.Folder(runId).Checkpoints));
                break;
        }
    }

    private void Saved(CheckpointSaved saved)
    {
        if (board.Get(runId).State == RunState.Waiting)
        {
            Say("room");
            board.Enter(runId, RunState.Running);
        }

        if (saved.Kind is CheckpointKind.Interval or CheckpointKind.Best)
        {
            Say("checkpoint", saved.File);
        }

        copies.Mark(runId);
    }

    private void Start(RunStarted started)
    {
        _start = started;
        board.Change(runId, run => run with { Epochs = started.Epochs, Epoch = started.CompletedEpochs });
        board.Publish(runId, new TrainingBegan(started.TrainImages, started.ValidationImages, started.Parameters, started.IterationsPerEpoch, started.Device));
        Say("began", started.TrainImages, started.ValidationImages, Figure(started.Parameters / 1e6, "0.00"), started.IterationsPerEpoch, started.Device);
    }

    private void Complete(EpochCompleted epoch)
    {
        var losses = LossesOf(epoch.Losses);
        var metrics = epoch.Metrics?.Values ?? new Dictionary<string, double>();
        board.Change(runId, run => run with { Epoch = epoch.Epoch, Metrics = metrics.Count > 0 ? metrics : run.Metrics.Count > 0 ? run.Metrics : losses });
        board.Publish(runId, new EpochEnded(epoch.Epoch, _start!.Epochs, losses, metrics, epoch.Seconds, epoch.StepSeconds)
        {
            ValidationSeconds = epoch.ValidationSeconds, Stages = epoch.Stages, IsBest = epoch.IsBest,
            ValidationLosses = epoch.Fit is { } fit ? LossesOf(fit.ValidationLosses) : null, TrainMetrics = epoch.Fit?.TrainMetrics.Values,
        });
        var scores = string.Join(", ", metrics.Take(2).Select(pair => $"{pair.Key.Replace('_', '-')} {Figure(pair.Value, "0.000")}"));
        Say(
            metrics.Count == 0 ? "epoch" : epoch.IsBest ? "epochBest" : "epochScored",
            epoch.Epoch, Figure(losses["total"], "0.000"), Figure(epoch.Seconds, "0.0"), Figure(epoch.StepSeconds, "0.0"), scores);
    }

    private (List<string> Names, List<string> Captions) Write(string prefix, IReadOnlyList<SamplePrediction> samples)
    {
        var (names, captions) = (new List<string>(), new List<string>());
        foreach (var sample in samples)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{names.Count:D2}.jpg");
            try
            {
                File.WriteAllBytes(Path.Combine(board.Folder(runId).Samples, name), sample.Jpeg);
                names.Add(name);
                captions.Add(sample.Caption ?? "");
            }
            catch (IOException failure)
            {
                board.Publish(runId, RunLines.Warning("sampleFailed", failure.Message));
            }
        }

        return (names, captions);
    }

    private void Say(string code, params object[] arguments) => board.Publish(runId, RunLines.Of(code, arguments));

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

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
