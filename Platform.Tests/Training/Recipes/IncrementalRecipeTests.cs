using Platform.Training.Incremental.Queries;
using Platform.Training.Recipes;

namespace Platform.Tests.Training.Recipes;

public sealed class IncrementalRecipeTests
{
    [Fact]
    public void Recipe_WithoutAParent_IsStoredAsBefore() => TrainingRecipeJson.Write(new TrainingRecipe()).Should().NotContain("incremental");

    [Fact]
    public void Defaults_OfAChild_AreTheParentsWithHalfItsEpochsAndRate()
    {
        var parent = new TrainingRecipe { Epochs = 80, BatchSize = 4, Seed = 7 };

        var child = ParentQueries.Defaults(parent, IncrementalStrategy.Distillation);

        child.Should().Be(parent with { Epochs = 40, Incremental = new IncrementalRecipe { Strategy = IncrementalStrategy.Distillation } });
        child.PeakLearningRate.Should().Be(parent.PeakLearningRate / 2);
    }

    [Fact]
    public void Defaults_AlongAChain_DoNotHalveTheEpochsAgain()
    {
        var recipe = new TrainingRecipe { Epochs = 81 };
        var epochs = Enumerable.Range(0, 4).Select(_ => (recipe = ParentQueries.Defaults(recipe, default)).Epochs).ToList();

        epochs.Should().Equal(40, 40, 40, 40);
        recipe.PeakLearningRate.Should().Be(new TrainingRecipe().PeakLearningRate / 2);
        ParentQueries.Defaults(recipe with { Epochs = 80, Incremental = recipe.Incremental! with { EpochsFactor = 1 } }, default).Epochs.Should().Be(40, "the parent took all epochs");
    }

    [Fact]
    public void Text_OfAChildsSettings_IsReadInPart()
    {
        var defaults = ParentQueries.Defaults(new TrainingRecipe(), default);

        var reading = RecipeText.Read("incremental:\n  strategy: fineTune\n  distillation:\n    temperature: 4\n", defaults);

        reading.Faults.Should().BeEmpty();
        reading.Recipe!.Incremental.Should().Be(defaults.Incremental! with { Strategy = IncrementalStrategy.FineTune, Distillation = new DistillationRecipe { Temperature = 4 } });
        TrainingRecipeJson.Read(TrainingRecipeJson.Write(reading.Recipe)).Should().Be(reading.Recipe);
    }

    [Theory]
    [InlineData("incremental: {rehearsal: {batchShare: 1}}", "incremental.rehearsal.batchShare")]
    [InlineData("incremental: {distillation: {temperature: 0}}", "incremental.distillation.temperature")]
    [InlineData("incremental: {pseudoLabels: {scoreFloor: 2}}", "incremental.pseudoLabels.scoreFloor")]
    [InlineData("incremental: {strategy: magic}", "incremental.strategy")]
    public void Text_WithAFault_NamesItsField(string text, string field) =>
        RecipeText.Read(text, ParentQueries.Defaults(new TrainingRecipe(), default)).Faults.Should().ContainSingle().Which.Field.Should().Be(field);

    [Theory]
    [InlineData(IncrementalStrategy.DistillationRehearsal, true, true, true)]
    [InlineData(IncrementalStrategy.Distillation, true, true, false)]
    [InlineData(IncrementalStrategy.Rehearsal, true, false, true)]
    [InlineData(IncrementalStrategy.FineTune, false, false, false)]
    public void Strategy_OfEachKind_TakesItsParts(IncrementalStrategy strategy, bool completes, bool distils, bool rehearses)
    {
        var recipe = new IncrementalRecipe { Strategy = strategy };

        (recipe.Completes, recipe.Distils, recipe.Rehearses).Should().Be((completes, distils, rehearses));
    }
}
