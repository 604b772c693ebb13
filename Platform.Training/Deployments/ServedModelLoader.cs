using Platform.Core.Access;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Conversion;
using Platform.Training.Inference;
using Platform.Training.Tasks;

namespace Platform.Training.Deployments;

/// <summary>Opens the ONNX file of a model version and tries it.</summary>
public sealed class ServedModelLoader(ModelQueries models, TrainingTasks tasks, BlobCache blobs, ServingOptions options)
{
    internal async Task<ServedModel> LoadAsync(Guid modelVersionId, CancellationToken cancellation)
    {
        var version = await models.GetVersionAsync(Actor.Platform, modelVersionId, cancellation).ConfigureAwait(false);
        var onnx = PlainOnnx.Find(version.Artifacts) ?? throw new DomainRuleException(
            "deployment.no_onnx", "This model version has no ONNX file of its raw outputs in fp32, so it cannot be deployed. Wait for its training to complete, convert it to ONNX in fp32 without suppression, or choose another version.");
        var path = await blobs.GetPathAsync(onnx.StorageUri, onnx.Sha256, cancellation).ConfigureAwait(false);
        var task = tasks.Of(version.Model.Task);

        // Off the caller's thread: loading and the first run compute.
        return await Task.Run(
            () => ServedModel.Warm(modelVersionId, task.OpenServed(path, new OnnxDetectorOptions(options.Threads, options.MaxBatchSize, options.CudaDevice)), options), cancellation).ConfigureAwait(false);
    }
}
