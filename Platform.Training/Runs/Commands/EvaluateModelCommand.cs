using Platform.Core.Access;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Incremental.Queries;
using Platform.Training.Recipes;
using Platform.Training.Tasks;

namespace Platform.Training.Runs.Commands;

/// <summary>Scores a registered model on a split of a frozen dataset version and puts the scores on record.</summary>
public sealed class EvaluateModelCommand(ModelQueries models, TrainingDataQueries datasets, TrainingFiles files, TrainingTasks tasks, BlobCache blobs, RecordEvaluationCommand record)
{
    /// <returns>Id of the evaluation, and its scores.</returns>
    public async Task<(Guid Id, TaskScores Scores)> ExecuteAsync(Actor actor, Guid modelVersionId, Guid datasetVersionId, SplitKind split, CancellationToken cancellation)
    {
        var version = await models.GetVersionAsync(actor, modelVersionId, cancellation).ConfigureAwait(false);
        var checkpoint = version.Artifacts.Where(artifact => artifact.Format == ArtifactFormat.Ckpt).OrderBy(artifact => artifact.Name != ModelRegistration.BestFile).FirstOrDefault() ?? throw new DomainRuleException(
            "evaluate.no_checkpoint", "This model version has no checkpoint yet. Wait for its training to complete, or choose another version.");
        var task = tasks.Of(version.Model.Task);
        var frozen = await datasets.LoadAsync(actor, datasetVersionId, task.Shapes, cancellation).ConfigureAwait(false);
        var keys = await KeysAsync(actor, version.Version, frozen, cancellation).ConfigureAwait(false);
        var recipe = TrainingRecipeJson.Read(version.Version.TrainingConfig);
        var mapped = frozen.ForClasses(keys);
        var only = mapped with { Images = mapped.In(split) };
        var data = await task.LoadAsync(only, recipe, false, files, cancellation).ConfigureAwait(false);
        var samples = split switch { SplitKind.Train => data.Train, SplitKind.Val => data.Validation, SplitKind.Test => data.Test, _ => [] };
        if (samples.Count == 0)
        {
            throw new DomainRuleException("evaluate.empty_split", $"The split '{EnumText<SplitKind>.ToText(split)}' of this version holds no image to score. Choose another split.", EnumText<SplitKind>.ToText(split));
        }

        using var stream = File.OpenRead(await blobs.GetPathAsync(checkpoint.StorageUri, checkpoint.Sha256, cancellation).ConfigureAwait(false));
        using var network = task.Open(stream, data);
        var scores = network.Evaluate(samples, cancellation);
        var id = await record.ExecuteAsync(
            actor, new NewEvaluation(modelVersionId, datasetVersionId, split, scores.F1, scores.Precision, scores.Recall, scores.Lenient, scores.Strict, scores.Details), cancellation).ConfigureAwait(false);
        return (id, scores);
    }

    // A network knows classes by their position only: labels are brought into its order by their keys.
    private async Task<IReadOnlyList<string>> KeysAsync(Actor actor, ModelVersionSummary version, TrainingData frozen, CancellationToken cancellation)
    {
        var trainedOn = version.TrainingDataVersionId == frozen.VersionId ? frozen : await datasets.LoadAsync(actor, version.TrainingDataVersionId, cancellation).ConfigureAwait(false);
        var keys = ParentQueries.KeysOf(version, trainedOn);
        return keys.Any(key => frozen.Classes.Any(item => item.Key == key)) ? keys : throw new DomainRuleException(
            "evaluate.other_classes", "The dataset version has none of the classes that this model learnt. Choose a version whose ontology has classes of the same keys.");
    }
}
