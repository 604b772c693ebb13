using Platform.Core.Access;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Recipes;
using Platform.Training.Runs;
using Platform.Training.Tasks;

namespace Platform.Training.Incremental.Queries;

/// <summary>What a version can hand on to a child, and what a child on some data would be.</summary>
public sealed class ParentQueries(ModelQueries models, TrainingDataQueries datasets, TrainingTasks tasks)
{
    /// <summary>Longer chains are not followed: what their oldest data shows has been handed on many times.</summary>
    private const int MaxAncestors = 20;

    /// <summary>The settings of somebody who changes nothing: the parent's, with its share of epochs and the strategy.</summary>
    public async Task<TrainingRecipe> DefaultsAsync(Actor actor, Guid parentVersionId, IncrementalStrategy strategy, CancellationToken cancellation)
    {
        var parent = await models.GetVersionAsync(actor, parentVersionId, cancellation).ConfigureAwait(false);
        return Defaults(TrainingRecipeJson.TryRead(parent.Version.TrainingConfig) ?? tasks.Of(parent.Model.Task).Defaults, strategy);
    }

    /// <summary>A parent's recipe as a child's. A parent that grew itself took a share of epochs already; taking it again would train the steps of a chain ever less.</summary>
    public static TrainingRecipe Defaults(TrainingRecipe parent, IncrementalStrategy strategy)
    {
        var part = new IncrementalRecipe { Strategy = strategy };
        var whole = parent.Epochs / (parent.Incremental?.EpochsFactor ?? 1);
        return parent with { Epochs = Math.Max(1, (int)Math.Round(whole * part.EpochsFactor)), Incremental = part };
    }

    /// <summary>The settings that train on all earlier data again rather than on a small part of it: the way out where a child forgot too much.</summary>
    public async Task<TrainingRecipe> JointAsync(Actor actor, Guid parentVersionId, CancellationToken cancellation)
    {
        var recipe = await DefaultsAsync(actor, parentVersionId, IncrementalStrategy.DistillationRehearsal, cancellation).ConfigureAwait(false);
        var part = recipe.Incremental!;
        return recipe with
        {
            Epochs = Math.Max(1, (int)Math.Round(recipe.Epochs / part.EpochsFactor)),
            Incremental = part with { LearningRateFactor = 1, EpochsFactor = 1, Rehearsal = part.Rehearsal with { Share = 1, Cap = 1_000_000, BatchShare = 0.5 } },
        };
    }

    /// <summary>What a child of the version on some frozen data would know, and what it is shown again.</summary>
    /// <exception cref="DomainRuleException">The version cannot be a parent, or not of such a child.</exception>
    public async Task<IncrementalInfo> InfoAsync(Actor actor, Guid modelId, Guid parentVersionId, Guid datasetVersionId, TrainingRecipe recipe, CancellationToken cancellation)
    {
        var parent = await models.GetVersionAsync(actor, parentVersionId, cancellation).ConfigureAwait(false);
        var task = tasks.Of(parent.Model.Task);
        var growing = task.Incremental ?? throw ChildPreparation.Unknown(recipe);
        Demand(parent, modelId, growing, recipe);
        var data = await datasets.LoadAsync(actor, datasetVersionId, task.Shapes, cancellation).ConfigureAwait(false);
        var ancestors = await AncestorsAsync(actor, parent, task, cancellation).ConfigureAwait(false);
        var handedOn = LearntBy(parent.Version, growing.OutputsOf(ancestors[0], recipe));
        var wanted = growing.OutputsOf(data, recipe);
        var taught = ancestors.SelectMany(known => known.In(SplitKind.Train, SplitKind.Val).SelectMany(image => growing.LabelsOf(image, recipe) ?? []).Select(index => known.Classes[index].Key)).ToHashSet();
        var classes = GrownClasses.Of([.. handedOn.Select(item => item.Key)], taught, [.. wanted.Select(item => item.Key)]);
        foreach (var known in handedOn)
        {
            growing.DemandClass(known, wanted.First(item => item.Key == known.Key));
        }

        var part = recipe.Incremental ?? new IncrementalRecipe();
        var checkpoint = CheckpointOf(parent);
        List<RehearsalSource> sources = part.Rehearses
            ? ancestors.ConvertAll(known => new RehearsalSource(known.VersionId, $"{known.DatasetName} {known.VersionTag}", known.ContentSha256, known.In(SplitKind.Train).Count(image => growing.LabelsOf(image, recipe) is not null)))
            : [];
        return new IncrementalInfo
        {
            Strategy = part.Strategy,
            ParentModelVersionId = parentVersionId,
            ParentNumber = parent.Version.Number,
            ParentArtifactId = checkpoint.Id,
            ParentArtifactSha256 = checkpoint.Sha256,
            ParentClassCount = classes.ParentCount,
            ClassKeys = classes.Keys,
            OldClasses = classes.OldKeys,
            NewClasses = classes.NewKeys,
            PseudoScores = PseudoThresholds.Of(classes.OldKeys, Told(parent)?.Details, part.PseudoLabels, growing.ScoreUntold(part.PseudoLabels)),
            RehearsalSources = sources,
            RehearsalImages = sources.Count == 0 ? 0 : RehearsalBuffer.SizeOf(sources.Sum(source => source.Images), part.Rehearsal),
            Settings = part,
        };
    }

    /// <summary>Classes of a version in the order of its outputs, as its data defines them.</summary>
    /// <param name="version">Of a model.</param>
    /// <param name="trainedOn">Classes of the ontology of its data, in index order.</param>
    public static IReadOnlyList<TrainingClass> LearntBy(ModelVersionSummary version, IReadOnlyList<TrainingClass> trainedOn) => IncrementalInfo.Read(version.IncrementalInfo) is { } info
        ? [.. info.ClassKeys.Select(key => trainedOn.FirstOrDefault(item => item.Key == key)).OfType<TrainingClass>()]
        : trainedOn;

    private static void Demand(ModelVersionDetails parent, Guid modelId, IIncrementalTask growing, TrainingRecipe recipe)
    {
        if (parent.Model.Id != modelId)
        {
            throw new DomainRuleException("training.other_parent", "A version grows from a version of the same model. Choose one of this model's versions.");
        }

        if (!parent.Version.IsFrozen)
        {
            throw new DomainRuleException("incremental.parent_unfinished", "The parent's training has not ended with a registered model yet. Wait for it, or choose another version.");
        }

        if (TrainingRecipeJson.TryRead(parent.Version.TrainingConfig) is { } trained)
        {
            growing.DemandParent(trained, recipe);
        }
    }

    private static ArtifactView CheckpointOf(ModelVersionDetails parent) =>
        parent.Artifacts.Where(artifact => artifact.Format == ArtifactFormat.Ckpt).OrderBy(artifact => artifact.Name != ModelRegistration.BestFile).FirstOrDefault()
        ?? throw new DomainRuleException("incremental.no_checkpoint", "The parent has no checkpoint to start from. Choose another version.");

    // Validation images are where thresholds belong; test images judge them.
    private static EvaluationView? Told(ModelVersionDetails parent) =>
        parent.Evaluations.LastOrDefault(evaluation => evaluation.DatasetVersionId == parent.Version.TrainingDataVersionId && evaluation.Split == SplitKind.Val)
        ?? parent.Evaluations.LastOrDefault(evaluation => evaluation.DatasetVersionId == parent.Version.TrainingDataVersionId);

    // The parent's data first, then its parent's; each version once.
    private async Task<List<TrainingData>> AncestorsAsync(Actor actor, ModelVersionDetails parent, ITrainingTask task, CancellationToken cancellation)
    {
        var data = new List<TrainingData>();
        for (var (version, steps) = (parent, 0); steps < MaxAncestors; steps++)
        {
            if (!data.Exists(known => known.VersionId == version.Version.TrainingDataVersionId))
            {
                data.Add(await datasets.LoadAsync(actor, version.Version.TrainingDataVersionId, task.Shapes, cancellation).ConfigureAwait(false));
            }

            if (version.Version.ParentModelVersionId is not { } above)
            {
                break;
            }

            version = await models.GetVersionAsync(actor, above, cancellation).ConfigureAwait(false);
        }

        return data;
    }
}
