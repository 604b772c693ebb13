using Platform.Core.Access;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Data;
using Platform.Training.Incremental.Queries;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Tasks;

namespace Platform.Training.Scoring.Commands;

/// <summary>What to score, and under which id the scores go on record: the same id twice is recorded once.</summary>
public sealed record ModelEvaluation(Guid Id, Guid ModelVersionId, Guid DatasetVersionId, SplitKind Split);

/// <summary>Images that were read, of all.</summary>
public sealed record EvaluationProgress(int Done, int Total);

/// <summary>Scores a registered model on a split of a frozen dataset version and puts the scores on record.</summary>
public sealed class EvaluateModelCommand(ModelQueries models, TrainingDataQueries datasets, TrainingFiles files, TrainingTasks tasks, BlobCache blobs, ImageSlices slices, RecordEvaluationCommand record)
{
    /// <summary>Refuses what cannot be scored, before anything is read from images.</summary>
    public async Task CheckAsync(Actor actor, ModelEvaluation evaluation, CancellationToken cancellation)
    {
        var version = await models.GetVersionAsync(actor, evaluation.ModelVersionId, cancellation).ConfigureAwait(false);
        await models.DemandAsync(actor, evaluation.ModelVersionId, Permission.TrainModel, cancellation).ConfigureAwait(false);
        CheckpointOf(version);
        await LoadAsync(actor, version, evaluation, cancellation).ConfigureAwait(false);
    }

    /// <returns>The scores that stand under the evaluation's id.</returns>
    public async Task<TaskScores> ExecuteAsync(Actor actor, ModelEvaluation evaluation, IProgress<EvaluationProgress>? progress, CancellationToken cancellation)
    {
        var version = await models.GetVersionAsync(actor, evaluation.ModelVersionId, cancellation).ConfigureAwait(false);
        await models.DemandAsync(actor, evaluation.ModelVersionId, Permission.TrainModel, cancellation).ConfigureAwait(false);
        var checkpoint = CheckpointOf(version);
        var (frozen, mapping) = await LoadAsync(actor, version, evaluation, cancellation).ConfigureAwait(false);
        var task = tasks.Of(version.Model.Task);

        // What a parent would say of images that nobody labelled is no truth to be scored by.
        var recipe = TrainingRecipeJson.Read(version.Version.TrainingConfig) with { Incremental = null };
        var data = await task.LoadAsync(frozen, recipe, false, files, cancellation).ConfigureAwait(false);
        var samples = data.In(evaluation.Split);
        if (samples.Count == 0)
        {
            throw Empty(evaluation.Split);
        }

        using var stream = File.OpenRead(await blobs.GetPathAsync(checkpoint.StorageUri, checkpoint.Sha256, cancellation).ConfigureAwait(false));
        using var network = task.Open(stream, data);
        var scores = slices.Describe(network.Evaluate(progress is null ? samples : Counted(samples, progress), cancellation), mapping, data, samples, cancellation);
        await record.ExecuteAsync(
            actor,
            new NewEvaluation(evaluation.ModelVersionId, evaluation.DatasetVersionId, evaluation.Split, scores.F1, scores.Precision, scores.Recall, scores.Lenient, scores.Strict, scores.Details)
            {
                Id = evaluation.Id,
            },
            cancellation).ConfigureAwait(false);
        return scores;
    }

    private static ArtifactView CheckpointOf(ModelVersionDetails version) =>
        version.Artifacts.Where(artifact => artifact.Format == ArtifactFormat.Ckpt).OrderBy(artifact => artifact.Name != ModelRegistration.BestFile).FirstOrDefault() ?? throw new DomainRuleException(
            "evaluate.no_checkpoint", "This model version has no checkpoint yet. Wait for its training to complete, or choose another version.");

    // The split's images alone, with the classes that the network learnt.
    private async Task<(TrainingData Data, ClassMapping? Mapping)> LoadAsync(Actor actor, ModelVersionDetails version, ModelEvaluation evaluation, CancellationToken cancellation)
    {
        var frozen = await datasets.LoadAsync(actor, evaluation.DatasetVersionId, tasks.Of(version.Model.Task).Shapes, cancellation).ConfigureAwait(false);
        var images = frozen.In(evaluation.Split);
        if (images.Count == 0)
        {
            throw Empty(evaluation.Split);
        }

        // A network knows classes by their position only: labels are brought into its order by their keys.
        var learnt = ParentQueries.LearntBy(version.Version, await datasets.ClassesAsync(actor, version.Version.TrainingDataVersionId, cancellation).ConfigureAwait(false));
        var mapping = ClassMapping.Of([.. learnt.Select(item => item.Key)], [.. frozen.Classes.Select(item => item.Key)]);
        frozen = (frozen with { Images = images }).ForClasses(learnt);
        return mapping.Shared.Count > 0 ? (frozen, mapping.IsWhole ? null : mapping) : throw new DomainRuleException(
            "evaluate.other_classes", "The dataset version has none of the classes that this model learnt: their keys differ. Choose a version with classes of the same keys.");
    }

    private static DomainRuleException Empty(SplitKind split) => new(
        "evaluate.empty_split", $"The split '{EnumText<SplitKind>.ToText(split)}' of this version holds no image to score. Choose another split.", EnumText<SplitKind>.ToText(split));

    // Every image is read once, by threads of the loader.
    private static List<TrainingSample> Counted(IReadOnlyList<TrainingSample> samples, IProgress<EvaluationProgress> progress)
    {
        var read = 0;
        return
        [
            .. samples.Select(sample => sample with
            {
                ReadBytes = () =>
                {
                    progress.Report(new EvaluationProgress(Math.Min(Interlocked.Increment(ref read), samples.Count), samples.Count));
                    return sample.ReadBytes();
                },
            }),
        ];
    }
}
