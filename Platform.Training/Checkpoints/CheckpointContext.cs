using Platform.Training.Recipes;

namespace Platform.Training.Checkpoints;

/// <summary>What is written into every checkpoint of a run, so that a file explains itself.</summary>
/// <param name="Recipe">How the run trains.</param>
/// <param name="ClassNames">In index order.</param>
/// <param name="DatasetSha256">Content hash of the frozen dataset version.</param>
public sealed record CheckpointContext(TrainingRecipe Recipe, IReadOnlyList<string> ClassNames, string DatasetSha256)
{
    public string RecipeJson => TrainingRecipeJson.Write(Recipe);

    public string RecipeSha256 => TrainingRecipeJson.Hash(Recipe);
}
