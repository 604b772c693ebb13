using Platform.Core.Access;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Inference;
using Platform.Training.Tasks;

namespace Platform.Training.Deployments;

/// <summary>Opens the ONNX file of a model version and tries it.</summary>
public sealed class ServedModelLoader(ModelQueries models, TrainingTasks tasks, BlobCache blobs, ServingOptions options)
{
    internal async Task<ServedModel> LoadAsync(Guid modelVersionId, CancellationToken cancellation)
    {
        var version = await models.GetVersionAsync(Actor.Platform, modelVersionId, cancellation).ConfigureAwait(false);
        var onnx = version.Artifacts.FirstOrDefault(artifact => artifact is { Format: ArtifactFormat.Onnx, Precision: ArtifactPrecision.Fp32 }) ?? throw new DomainRuleException(
            "deployment.no_onnx", "This model version has no ONNX file, so it cannot be deployed. Wait for its training to complete, or choose another version.");
        var path = await blobs.GetPathAsync(onnx.StorageUri, onnx.Sha256, cancellation).ConfigureAwait(false);
        var task = tasks.Of(version.Model.Task);

        // Off the caller's thread: loading and the first run compute.
        return await Task.Run(
            () => ServedModel.Warm(modelVersionId, task.OpenServed(path, new OnnxDetectorOptions(options.Threads, options.MaxBatchSize, options.CudaDevice)), options), cancellation).ConfigureAwait(false);
    }
}
