using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Datasets.Model;
using Platform.Core.Models;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Storage;
using Platform.Training.Checkpoints;
using Platform.Training.Export.Onnx;
using Platform.Training.Incremental;
using Platform.Training.Runs.Events;
using Platform.Training.Scoring;
using Platform.Training.Tasks;
using Platform.Training.Trainer;

namespace Platform.Training.Runs;

/// <summary>Turns a finished training into a model version: stores best and final, exports and checks ONNX, scores, registers.</summary>
public sealed class ModelRegistration(RegisterTrainedModelCommand register, ParentScores parents, IBlobStore store, ImageSlices slices)
{
    /// <summary>Name of the best epoch's weights.</summary>
    public const string BestFile = "best.safetensors";

    /// <summary>Name of the best epoch's network as ONNX.</summary>
    public const string OnnxFile = "best.onnx";

    /// <returns>Names of the files.</returns>
    public async Task<IReadOnlyList<string>> RegisterAsync(
        RunRecord run, ITrainingTask task, TaskData data, CheckpointStore checkpoints, string device, Action<LineLogged> say, CancellationToken cancellation)
    {
        var entries = checkpoints.ReadManifest().Checkpoints;
        var final = entries.Last(entry => entry.Kind == CheckpointKind.Final);
        var best = entries.LastOrDefault(entry => entry.Kind == CheckpointKind.Best) ?? final;

        using var network = Open(task, data, checkpoints, best);
        var evaluations = Evaluate(run, network, data, say, cancellation);
        var beside = run.GrowsFrom is { } info ? await parents.ScoreAsync(info, run.DatasetVersionId, task, data, say, cancellation).ConfigureAwait(false) : [];
        List<TrainedArtifact> artifacts =
        [
            await StoreCheckpointAsync(BestFile, checkpoints, best, device, cancellation).ConfigureAwait(false),
            await StoreCheckpointAsync("final.safetensors", checkpoints, final, device, cancellation).ConfigureAwait(false),
            await ExportAsync(run, network, data, say, cancellation).ConfigureAwait(false),
        ];

        var metrics = JsonSerializer.Serialize(new
        {
            bestEpoch = best.Epoch,
            epochs = final.Epoch,
            validation = best.Metrics?.Values,
            evaluations = evaluations.Select(scores => new { split = scores.Split, scores.Map50, scores.Map5095, scores.Precision, scores.Recall, scores.F1Score }),
        }, RunJson.Options);
        await register.ExecuteAsync(Actor.Platform, new TrainedModel(run.Id, metrics, artifacts, [.. evaluations, .. beside]), cancellation).ConfigureAwait(false);
        IReadOnlyList<string> names = [.. artifacts.Select(artifact => artifact.Name)];
        say(RunLines.Of("registered", string.Join(", ", names)));
        return names;
    }

    private static ITrainedNetwork Open(ITrainingTask task, TaskData data, CheckpointStore checkpoints, CheckpointEntry entry)
    {
        using var stream = checkpoints.OpenRead(entry);
        return task.Open(stream, data);
    }

    private List<TrainedEvaluation> Evaluate(RunRecord run, ITrainedNetwork network, TaskData data, Action<LineLogged> say, CancellationToken cancellation)
    {
        var evaluations = new List<TrainedEvaluation>();
        foreach (var (split, samples) in new[] { (SplitKind.Val, data.Validation), (SplitKind.Test, data.Test) })
        {
            if (samples.Count > 0)
            {
                var scores = slices.Describe(network.Evaluate(samples, cancellation), null, data, samples, cancellation);
                say(RunLines.Of("scored", split.ToString().ToLowerInvariant(), scores.Summary, samples.Count));
                evaluations.Add(new TrainedEvaluation(run.DatasetVersionId, split, scores.F1, scores.Precision, scores.Recall, scores.Lenient, scores.Strict, scores.Details));
            }
        }

        return evaluations;
    }

    private async Task<TrainedArtifact> StoreCheckpointAsync(string name, CheckpointStore checkpoints, CheckpointEntry entry, string device, CancellationToken cancellation)
    {
        var stream = checkpoints.OpenRead(entry);
        await using (stream.ConfigureAwait(false))
        {
            var blob = await store.PutAsync(stream, cancellation).ConfigureAwait(false);
            var hardware = device.StartsWith("cuda", StringComparison.Ordinal) ? ArtifactDevice.Cuda : ArtifactDevice.Cpu;
            return new TrainedArtifact(name, ArtifactFormat.Ckpt, hardware, ArtifactPrecision.Fp32, blob);
        }
    }

    private async Task<TrainedArtifact> ExportAsync(RunRecord run, ITrainedNetwork network, TaskData data, Action<LineLogged> say, CancellationToken cancellation)
    {
        var exported = network.Export(run.Id, data.Unseen, cancellation);
        say(RunLines.Of("parity", exported.Summary));
        using var content = new MemoryStream(exported.Model, writable: false);
        var blob = await store.PutAsync(content, cancellation).ConfigureAwait(false);
        return new TrainedArtifact(
            OnnxFile, ArtifactFormat.Onnx, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, blob, OnnxGraphBuilder.OpsetVersion, OnnxGraphBuilder.IrVersion, exported.Parity);
    }
}
