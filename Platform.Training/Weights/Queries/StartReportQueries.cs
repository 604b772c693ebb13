using Platform.Core.Access;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Queries;
using Platform.Training.Recipes;
using Platform.Training.Tasks;

namespace Platform.Training.Weights.Queries;

/// <summary>What a training would take from imported weights, before it is launched.</summary>
public sealed class StartReportQueries(ModelQueries models, TrainingDataQueries datasets, TrainingTasks tasks, StartingWeightsStore store)
{
    /// <summary>Builds the network that such a training would have and loads it; nothing is kept.</summary>
    public async Task<StartReport> TryAsync(Actor actor, Guid weightsId, Guid modelId, Guid datasetVersionId, TrainingRecipe recipe, CancellationToken cancellation)
    {
        TrainingRecipeRules.Validate(recipe);
        var task = tasks.Of((await models.GetAsync(actor, modelId, cancellation).ConfigureAwait(false)).Task);
        var data = await datasets.LoadAsync(actor, datasetVersionId, task.Shapes, cancellation).ConfigureAwait(false);
        var (_, weights) = await store.OpenAsync(actor, weightsId, cancellation).ConfigureAwait(false);
        using (weights)
        {
            return task.TryStart(data, recipe, weights);
        }
    }
}
