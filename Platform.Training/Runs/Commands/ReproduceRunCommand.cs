using Platform.Core.Access;
using Platform.Training.Recipes;
using Platform.Training.Runs.Queries;

namespace Platform.Training.Runs.Commands;

/// <summary>Trains once more what a run trained: the stored recipe and seed on the same frozen dataset version, as a new version of the same model.</summary>
public sealed class ReproduceRunCommand(RunQueries runs, LaunchTrainingCommand launch)
{
    /// <returns>Id of the new run. On a CPU with as many threads it has the same losses.</returns>
    public Task<Guid> ExecuteAsync(Actor actor, Guid runId, CancellationToken cancellation)
    {
        var run = runs.Get(actor, runId);
        var recipe = TrainingRecipeJson.Read(run.Recipe.ToJsonString());
        return launch.ExecuteAsync(actor, new LaunchTraining(run.ModelId, run.DatasetVersionId, recipe, run.TrainOnValidation) { Reproduces = runId, StartFromWeightsId = run.StartsFrom?.WeightsId, ParentModelVersionId = run.GrowsFrom?.ParentModelVersionId }, cancellation);
    }
}
