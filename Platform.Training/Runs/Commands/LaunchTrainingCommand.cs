using System.Text.Json.Nodes;
using Platform.Core.Access;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Departments.Queries;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Incremental;
using Platform.Training.Incremental.Queries;
using Platform.Training.Recipes;
using Platform.Training.Tasks;
using Platform.Training.Tensors;
using Platform.Training.Weights;

namespace Platform.Training.Runs.Commands;

/// <summary>What to train on what, and how.</summary>
/// <param name="TrainOnValidation">Trains on train and val together: no epoch is picked, the last one is the result.</param>
public sealed record LaunchTraining(Guid ModelId, Guid DatasetVersionId, TrainingRecipe Recipe, bool TrainOnValidation = false)
{
    /// <summary>The run that this one repeats.</summary>
    public Guid? Reproduces { get; init; }

    /// <summary>Imported weights to start from; null starts from random ones.</summary>
    public Guid? StartFromWeightsId { get; init; }

    /// <summary>The version of the same model that the new one grows from; null trains without a parent.</summary>
    public Guid? ParentModelVersionId { get; init; }
}

/// <summary>Creates a model version and puts its training into the line.</summary>
public sealed class LaunchTrainingCommand(
    CreateModelVersionCommand createVersion, DiscardModelVersionCommand discardVersion, ModelQueries models, TrainingDataQueries datasets, TrainingTasks tasks, StartingWeightsStore startingWeights, ParentQueries parents, DepartmentQuotaGate quotas, RunBoard board, RunQueue queue, TimeProvider time)
{
    /// <returns>Id of the run, which is that of the model version.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, LaunchTraining asked, CancellationToken cancellation)
    {
        var launch = asked.ParentModelVersionId is null ? asked : asked with { Recipe = asked.Recipe with { Incremental = asked.Recipe.Incremental ?? new IncrementalRecipe() } };
        TrainingRecipeRules.Validate(launch.Recipe);
        var model = await models.GetAsync(actor, launch.ModelId, cancellation).ConfigureAwait(false);
        await quotas.DemandTrainingAsync(actor, model.ProjectId, cancellation).ConfigureAwait(false);
        var task = tasks.Of(model.Task);
        if (launch.Recipe.Task != model.Task)
        {
            throw new DomainRuleException(
                "training.other_task", $"The training settings are for the task '{EnumText<ModelTask>.ToText(launch.Recipe.Task)}', the model's task is '{EnumText<ModelTask>.ToText(model.Task)}'. Leave the task out of the settings, or choose another model.",
                EnumText<ModelTask>.ToText(launch.Recipe.Task), EnumText<ModelTask>.ToText(model.Task));
        }

        var data = await datasets.LoadAsync(actor, launch.DatasetVersionId, task.Shapes, cancellation).ConfigureAwait(false);
        task.Demand(data, launch.Recipe, launch.TrainOnValidation);
        if (launch.Recipe.EarlyStopping is not null && (launch.TrainOnValidation || data.In(SplitKind.Val).Count == 0))
        {
            throw new DomainRuleException(
                "training.early_stopping_blind", "Stopping early needs validation images that are not trained on. Leave earlyStopping out of the settings, or put images into the val split.");
        }

        var growsFrom = await GrowsFromAsync(actor, launch, task, cancellation).ConfigureAwait(false);
        var startsFrom = launch.StartFromWeightsId is { } weightsId ? await DemandUsableAsync(actor, weightsId, task, data, launch.Recipe, cancellation).ConfigureAwait(false) : null;
        var recipe = TrainingRecipeJson.Write(launch.Recipe);
        var version = new NewModelVersion(launch.ModelId, launch.DatasetVersionId, "libtorch", TorchRuntime.Version, recipe) 
        {
            StartFromWeightsId = launch.StartFromWeightsId,
            From = growsFrom is null ? null : new Core.Models.Commands.Incremental(growsFrom.ParentModelVersionId, growsFrom.ParentArtifactId, growsFrom.ToJson()),
        };
        var runId = await createVersion.ExecuteAsync(actor, version, cancellation).ConfigureAwait(false);
        board.Add(new RunRecord
        {
            Id = runId,
            ProjectId = data.ProjectId,
            DepartmentId = data.DepartmentId,
            ModelId = launch.ModelId,
            ModelName = model.Name,
            DatasetVersionId = data.VersionId,
            DatasetName = $"{data.DatasetName} {data.VersionTag}",
            DatasetSha256 = data.ContentSha256,
            LaunchedBy = actor.UserId,
            LaunchedByName = actor.Name,
            CreatedAt = time.GetUtcNow(),
            Recipe = JsonNode.Parse(recipe)!.AsObject(),
            TrainOnValidation = launch.TrainOnValidation,
            Epochs = launch.Recipe.Epochs,
            Reproduces = launch.Reproduces,
            StartsFrom = startsFrom,
            GrowsFrom = growsFrom,
        });
        try
        {
            queue.Enqueue(runId);
        }
        catch (DomainRuleException)
        {
            board.Remove(runId);
            await discardVersion.ExecuteAsync(actor, runId, cancellation).ConfigureAwait(false);
            throw;
        }

        return runId;
    }

    private async Task<IncrementalInfo?> GrowsFromAsync(Actor actor, LaunchTraining launch, ITrainingTask task, CancellationToken cancellation)
    {
        if (launch.ParentModelVersionId is not { } parentId)
        {
            return launch.Recipe.Incremental is null ? null : throw new DomainRuleException(
                "incremental.no_parent", "The settings have an incremental part, but no parent is named. Choose the version to grow from, or leave the part out.");
        }

        if (launch.StartFromWeightsId is not null)
        {
            throw new DomainRuleException("incremental.two_starts", "A training starts from a parent or from imported weights, not from both. Leave one of them out.");
        }

        return task.Incremental is null
            ? throw ChildPreparation.Unknown(launch.Recipe)
            : await parents.InfoAsync(actor, launch.ModelId, parentId, launch.DatasetVersionId, launch.Recipe, cancellation).ConfigureAwait(false);
    }

    // Refused here rather than in the run: a training that silently began at random would cost hours before anybody noticed.
    private async Task<StartingPoint> DemandUsableAsync(Actor actor, Guid weightsId, ITrainingTask task, TrainingData data, TrainingRecipe recipe, CancellationToken cancellation)
    {
        var (view, weights) = await startingWeights.OpenAsync(actor, weightsId, cancellation).ConfigureAwait(false);
        using (weights)
        {
            return task.TryStart(data, recipe, weights).IsUsable
                ? new StartingPoint(weightsId, view.Name, view.Sha256, view.Licence)
                : throw new DomainRuleException(
                    "weights.nothing_fits", $"Nothing in '{view.Name}' fits this network. Choose the size that the weights were trained with, or start from random weights.", view.Name);
        }
    }
}
