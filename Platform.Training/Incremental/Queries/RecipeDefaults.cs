using Platform.Core.Access;
using Platform.Core.Models.Queries;
using Platform.Training.Recipes;
using Platform.Training.Tasks;

namespace Platform.Training.Incremental.Queries;

/// <summary>What a recipe takes where it says nothing: the parent's settings, or without one the task's.</summary>
public sealed class RecipeDefaults(ModelQueries models, TrainingTasks tasks, ParentQueries parents)
{
    public async Task<TrainingRecipe> OfAsync(Actor actor, Guid modelId, Guid? parentVersionId, IncrementalStrategy strategy, CancellationToken cancellation) => parentVersionId is { } parent
        ? await parents.DefaultsAsync(actor, parent, strategy, cancellation).ConfigureAwait(false)
        : tasks.Of((await models.GetAsync(actor, modelId, cancellation).ConfigureAwait(false)).Task).Defaults;
}
