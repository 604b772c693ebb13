using Platform.Tests.Support;
using Platform.Training.Checkpoints;
using Platform.Training.Recipes;

namespace Platform.Tests.Training.Trainer;

internal static class CheckpointSetup
{
    public static CheckpointContext Context(TrainingRecipe recipe) => new(recipe, ["red", "green"], "data");

    public static CheckpointStore Store(TemporaryFolder folder, TrainingRecipe recipe) => Store(new DiskCheckpointFiles(folder.Path), recipe);

    public static CheckpointStore Store(ICheckpointFiles files, TrainingRecipe recipe) =>
        new(files, Context(recipe), recipe.Reporting.CheckpointsKept, TimeProvider.System);
}
