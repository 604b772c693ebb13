using System.Globalization;
using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Models;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Storage;
using Platform.Training.Checkpoints;
using Platform.Training.Data;
using Platform.Training.Evaluation;
using Platform.Training.Export;
using Platform.Training.Export.Onnx;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Trainer;

namespace Platform.Training.Runs.Detection;

/// <summary>Turns a finished detection training into a model version: stores best and final, exports and checks ONNX, scores, registers.</summary>
public sealed class DetectionModelRegistration(RegisterTrainedModelCommand register, IBlobStore store, OpenCvImageCodec codec)
{
    private const int ParityImages = 20;

    public async Task RegisterAsync(
        RunRecord run, TrainingData data, DetectionSplits splits, CheckpointStore checkpoints, string device, Action<string> say, CancellationToken cancellation)
    {
        var entries = checkpoints.ReadManifest().Checkpoints;
        var final = entries.Last(entry => entry.Kind == CheckpointKind.Final);
        var best = entries.LastOrDefault(entry => entry.Kind == CheckpointKind.Best) ?? final;

        using var detector = ReadDetector(checkpoints, best);
        var evaluations = Evaluate(detector, data, splits, say, cancellation);
        List<TrainedArtifact> artifacts =
        [
            await StoreCheckpointAsync("best.safetensors", checkpoints, best, device, cancellation).ConfigureAwait(false),
            await StoreCheckpointAsync("final.safetensors", checkpoints, final, device, cancellation).ConfigureAwait(false),
            await ExportAsync(run, data, splits, detector, say, cancellation).ConfigureAwait(false),
        ];

        var metrics = JsonSerializer.Serialize(new
        {
            bestEpoch = best.Epoch,
            epochs = final.Epoch,
            validation = best.Metrics,
            evaluations = evaluations.Select(scores => new { split = scores.Split, scores.Map50, scores.Map5095, scores.Precision, scores.Recall, scores.F1Score }),
        }, RunJson.Options);
        await register.ExecuteAsync(Actor.Platform, new TrainedModel(run.Id, metrics, artifacts, evaluations), cancellation).ConfigureAwait(false);
        say($"Registered {string.Join(", ", artifacts.Select(artifact => artifact.Name))}.");
    }

    private static LoadedDetector ReadDetector(CheckpointStore checkpoints, CheckpointEntry entry)
    {
        using var stream = checkpoints.OpenRead(entry);
        return DetectorFile.Read(stream);
    }

    private List<TrainedEvaluation> Evaluate(LoadedDetector detector, TrainingData data, DetectionSplits splits, Action<string> say, CancellationToken cancellation)
    {
        var evaluations = new List<TrainedEvaluation>();
        foreach (var (split, samples) in new[] { (SplitKind.Val, splits.Validation), (SplitKind.Test, splits.Test) })
        {
            if (samples.Count > 0)
            {
                var validator = Validator(detector, samples);
                var scores = validator.EvaluateFully(detector.Network, cancellation);
                say(string.Create(CultureInfo.InvariantCulture, $"Scored on {split.ToString().ToLowerInvariant()}: mAP50 {scores.Map50:0.000}, mAP50-95 {scores.Map50To95:0.000} over {samples.Count} images."));
                evaluations.Add(ToEvaluation(data, split, scores));
            }
        }

        return evaluations;
    }

    private static TrainedEvaluation ToEvaluation(TrainingData data, SplitKind split, DetectionMetrics scores) => new(
        data.VersionId, split, scores.F1, scores.Precision, scores.Recall, scores.Map50, scores.Map50To95,
        JsonSerializer.Serialize(new DetectionEvaluationDetails([.. data.Classes.Select(item => item.Key)], [.. data.Classes.Select(item => item.DisplayName)], scores), RunJson.Options));

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

    private async Task<TrainedArtifact> ExportAsync(
        RunRecord run, TrainingData data, DetectionSplits splits, LoadedDetector detector, Action<string> say, CancellationToken cancellation)
    {
        var bytes = DetectorOnnxExporter.Export(detector.Network, new DetectorMetadata
        {
            ClassNames = [.. data.Classes.Select(item => item.DisplayName)],
            ClassKeys = [.. data.Classes.Select(item => item.Key)],
            InputSize = detector.Recipe.ImageSize,
            ModelVersionId = run.Id.ToString(),
        });
        IReadOnlyList<DetectionSample> samples = splits.Test.Count > 0 ? splits.Test : splits.Validation.Count > 0 ? splits.Validation : splits.Train;
        using var exported = OnnxDetector.Load(bytes);
        var images = samples.Take(ParityImages).Select(sample => (ReadOnlyMemory<byte>)sample.ReadBytes()).ToList();
        var parity = DetectorParity.Measure(detector.Network, exported, codec, images, DetectionThresholds.Display, cancellation);
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"ONNX Runtime against libtorch on {parity.ImageCount} images: {parity.MatchedCount} of {parity.ExpectedCount} boxes agree, largest difference {parity.MaxBoxDifference:0.0e+0} px and {parity.MaxScoreDifference:0.0e+0} in score."));

        using var content = new MemoryStream(bytes, writable: false);
        var blob = await store.PutAsync(content, cancellation).ConfigureAwait(false);
        return new TrainedArtifact(
            "best.onnx", ArtifactFormat.Onnx, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, blob, OnnxGraphBuilder.OpsetVersion, OnnxGraphBuilder.IrVersion,
            JsonSerializer.Serialize(parity, RunJson.Options));
    }

    private DetectionValidator Validator(LoadedDetector detector, IReadOnlyList<DetectionSample> samples) => new(
        samples, detector.ClassNames, new DecodeCache(codec, detector.Recipe.ImageSize), codec, detector.Recipe.ImageSize, detector.Recipe.BatchSize);
}
