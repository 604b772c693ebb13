using Platform.Core.Access;
using Platform.Core.Annotations.Commands;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Conversion;
using Platform.Training.Tasks;

namespace Platform.Training.AutoAnnotation;

/// <summary>Lets a trained model look at the images of a draft and puts what it sees there, pending review.</summary>
/// <remarks>Predictions are saved batch by batch: after an interruption the same command, asked for unlabelled images, goes on with those that still have none.</remarks>
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

        if (request.ClassScores.Values.Append(request.MinimumScore).Any(score => score is not (>= 0 and <= 1)))
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
        var (filter, chosen, videos) = await ImageChoice.ChooseAsync(assets, actor, request, annotated: request.OnlyUnlabelled ? false : null, cancellation).ConfigureAwait(false);
        var (done, looked, boxes, overlapping, failed, unknown) = (0, 0, 0, 0, new List<FailedImage>(), new SortedSet<string>(StringComparer.Ordinal));
        progress?.Report(new AutoAnnotationProgress(0, chosen.Count, 0));
        foreach (var batch in chosen.Chunk(ImagesAtOnce))
        {
            // What somebody deleted or labelled meanwhile is left out.
            var predictions = new List<AssetPredictions>();
            var left = await assets.ListIdsAsync(actor, request.DatasetVersionId, filter with { Ids = batch }, cancellation).ConfigureAwait(false);
            foreach (var id in left)
            {
                var name = id.ToString();
                try
                {
                    var asset = await assets.GetAsync(actor, id, cancellation).ConfigureAwait(false);
                    name = asset.FileName;
                    predictions.Add(new AssetPredictions(id, await PredictAsync(annotator, asset, request, cancellation).ConfigureAwait(false)));
                }
                catch (DomainRuleException unreadable)
                {
                    failed.Add(new FailedImage(name, unreadable.Message));
                }
            }

            foreach (var part in await AddAsync(actor, request, predictions, cancellation).ConfigureAwait(false))
            {
                unknown.UnionWith(part.UnknownClasses.Keys);
                boxes += part.Shapes;
                overlapping += part.Overlapping;
            }

            (done, looked) = (done + batch.Length, looked + left.Count);
            progress?.Report(new AutoAnnotationProgress(done, chosen.Count, boxes));
        }

        return new AutoAnnotationReport(looked - failed.Count, boxes, failed, [.. unknown], videos) { Overlapping = overlapping };
    }

    // Somebody may delete images while the model looks at them: what is gone is passed over, and the rest of its batch is kept.
    private async Task<IReadOnlyList<ModelAnnotationsReport>> AddAsync(Actor actor, AutoAnnotation request, IReadOnlyList<AssetPredictions> predictions, CancellationToken cancellation)
    {
        var added = new List<ModelAnnotationsReport>();
        try
        {
            added.Add(await add.ExecuteAsync(actor, request.DatasetVersionId, request.ModelVersionId, predictions, cancellation, request.Overlap).ConfigureAwait(false));
        }
        catch (NotFoundException) when (predictions.Count > 1)
        {
            foreach (var prediction in predictions)
            {
                added.AddRange(await AddAsync(actor, request, [prediction], cancellation).ConfigureAwait(false));
            }
        }
        catch (NotFoundException)
        {
            // The one image is gone.
        }

        return added;
    }

    private async Task<(ITrainingTask Task, bool ReadsBoxes, ArtifactView Onnx)> FindOnnxAsync(Actor actor, Guid modelVersionId, CancellationToken cancellation)
    {
        var version = await models.GetVersionAsync(actor, modelVersionId, cancellation).ConfigureAwait(false);
        var onnx = PlainOnnx.Find(version.Artifacts) ?? throw new DomainRuleException(
            "auto_annotation.no_onnx", "This model version has no ONNX file of its raw outputs in fp32. Wait for its training to complete, convert it to ONNX in fp32 without suppression, or choose another version.");
        var task = tasks.Of(version.Model.Task);
        return (task, task.ReadsBoxes(version.Version.TrainingConfig), onnx);
    }

    private async Task<IReadOnlyList<PredictedShape>> PredictAsync(IImageAnnotator annotator, AssetDetails asset, AutoAnnotation request, CancellationToken cancellation)
    {
        var path = await blobs.GetPathAsync(asset.StorageUri, asset.Sha256, cancellation).ConfigureAwait(false);
        var seen = annotator.Annotate(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false), request.LowestScore, cancellation);
        return [.. seen.Where(shape => request.Keeps(shape.ClassKey, shape.Confidence))];
    }
}
