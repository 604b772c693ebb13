using Platform.Core.Access;
using Platform.Core.Annotations.Commands;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Tasks;

namespace Platform.Training.AutoAnnotation;

/// <summary>Lets a trained model look at the images of a draft and puts what it sees there, pending review.</summary>
/// <remarks>Predictions are saved batch by batch: after an interruption the same command goes on with the images that still have none.</remarks>
public sealed class AutoAnnotateCommand(ModelQueries models, DatasetQueries datasets, AssetQueries assets, AddModelAnnotationsCommand add, BoxFilling filling, BlobCache blobs, TrainingTasks tasks)
{
    private const int ImagesAtOnce = 16;

    /// <summary>Refuses what the actor may not do, a frozen version, a model without an ONNX file and a score that is none.</summary>
    public async Task CheckAsync(Actor actor, AutoAnnotation request, CancellationToken cancellation)
    {
        var version = await datasets.DemandAsync(actor, request.DatasetVersionId, Permission.Annotate, cancellation).ConfigureAwait(false);
        if (version.IsFrozen)
        {
            throw new DomainRuleException("dataset.frozen", $"Version '{version.VersionTag}' is frozen and cannot change. Make a new draft from it first.", version.VersionTag);
        }

        if (request.MinimumScore is not (>= 0 and <= 1))
        {
            throw new DomainRuleException("auto_annotation.score", "The lowest confidence must be between 0 and 1.");
        }

        await FindOnnxAsync(actor, request.ModelVersionId, cancellation).ConfigureAwait(false);
    }

    public async Task<AutoAnnotationReport> ExecuteAsync(Actor actor, AutoAnnotation request, IProgress<AutoAnnotationProgress>? progress, CancellationToken cancellation)
    {
        await CheckAsync(actor, request, cancellation).ConfigureAwait(false);
        var (task, readsBoxes, onnx) = await FindOnnxAsync(actor, request.ModelVersionId, cancellation).ConfigureAwait(false);
        var path = await blobs.GetPathAsync(onnx.StorageUri, onnx.Sha256, cancellation).ConfigureAwait(false);
        if (readsBoxes)
        {
            using var reader = task.OpenBoxReader(path);
            return await filling.ExecuteAsync(actor, request, reader, progress, cancellation).ConfigureAwait(false);
        }

        using var annotator = task.OpenAnnotator(path);
        // A model's predictions have no frame: videos wait for a tracker.
        var filter = new AssetFilter(HasAnnotations: request.OnlyUnlabelled ? false : null, Type: AssetType.Image);
        var total = await assets.CountAsync(actor, request.DatasetVersionId, filter, cancellation).ConfigureAwait(false);
        var (done, boxes, failed, unknown) = (0, 0, new List<FailedImage>(), new SortedSet<string>(StringComparer.Ordinal));

        string? after = null;
        do
        {
            var page = await assets.ListAsync(actor, request.DatasetVersionId, filter, after, ImagesAtOnce, cancellation).ConfigureAwait(false);
            var predictions = new List<AssetPredictions>();
            foreach (var item in page.Items)
            {
                try
                {
                    predictions.Add(new AssetPredictions(item.Id, await PredictAsync(actor, annotator, item.Id, request.MinimumScore, cancellation).ConfigureAwait(false)));
                }
                catch (DomainRuleException unreadable)
                {
                    failed.Add(new FailedImage(item.FileName, unreadable.Message));
                }
            }

            var added = await add.ExecuteAsync(actor, request.DatasetVersionId, request.ModelVersionId, predictions, cancellation).ConfigureAwait(false);
            unknown.UnionWith(added.UnknownClasses.Keys);
            (done, boxes, after) = (done + page.Items.Count, boxes + added.Shapes, page.Next);
            progress?.Report(new AutoAnnotationProgress(done, total, boxes));
        }
        while (after is not null);

        var videos = await assets.CountAsync(actor, request.DatasetVersionId, new AssetFilter(Type: AssetType.Video), cancellation).ConfigureAwait(false);
        return new AutoAnnotationReport(done - failed.Count, boxes, failed, [.. unknown], videos);
    }

    private async Task<(ITrainingTask Task, bool ReadsBoxes, ArtifactView Onnx)> FindOnnxAsync(Actor actor, Guid modelVersionId, CancellationToken cancellation)
    {
        var version = await models.GetVersionAsync(actor, modelVersionId, cancellation).ConfigureAwait(false);
        var onnx = version.Artifacts.FirstOrDefault(artifact => artifact.Format == ArtifactFormat.Onnx) ?? throw new DomainRuleException(
            "auto_annotation.no_onnx", "This model version has no ONNX file yet. Wait for its training to complete, or choose another version.");
        var task = tasks.Of(version.Model.Task);
        return (task, task.ReadsBoxes(version.Version.TrainingConfig), onnx);
    }

    private async Task<IReadOnlyList<PredictedShape>> PredictAsync(Actor actor, IImageAnnotator annotator, Guid assetId, double minimumScore, CancellationToken cancellation)
    {
        var asset = await assets.GetAsync(actor, assetId, cancellation).ConfigureAwait(false);
        var path = await blobs.GetPathAsync(asset.StorageUri, asset.Sha256, cancellation).ConfigureAwait(false);
        return annotator.Annotate(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false), minimumScore, cancellation);
    }
}
