using Platform.Core.Models.Model;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Tasks;
using Platform.Web.Components.Models;

namespace Platform.Tests.Web.Models;

public sealed class TrainFormTests
{
    [Fact]
    public void Recipe_OfAnUntouchedForm_IsTheDefault() => new TrainForm(new TrainingRecipe()).ToLaunch(Guid.Empty).Recipe.Should().Be(new TrainingRecipe());

    [Fact]
    public void Recipe_OfAChangedForm_TakesItsValues()
    {
        var recipe = new TrainForm(new TrainingRecipe()) { Size = DetectorSize.Tiny, Epochs = 3, ImageSize = 96, BatchSize = 4, Seed = 7 }.ToLaunch(Guid.Empty).Recipe;
        recipe.Should().Be(new TrainingRecipe { Size = DetectorSize.Tiny, Epochs = 3, ImageSize = 96, BatchSize = 4, Seed = 7 });
    }

    [Fact]
    public void Launch_NamesImportedWeights_OnlyWhereSomeWereChosen()
    {
        var (modelId, weightsId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        new TrainForm(new TrainingRecipe()).ToLaunch(modelId).StartFromWeightsId.Should().BeNull();
        new TrainForm(new TrainingRecipe()) { StartFromWeightsId = weightsId }.ToLaunch(modelId).Should().BeEquivalentTo(new { ModelId = modelId, StartFromWeightsId = weightsId });
    }

    [Fact]
    public void Recipe_OfAClassifier_SaysWhatItLearnsFromAndKeepsTheTasksDefaults()
    {
        var defaults = new TrainingRecipe { Task = ModelTask.Cls, ImageSize = 224, Classification = new ClassificationRecipe { LabelSmoothing = 0.2 } };
        var form = new TrainForm(defaults) { Source = ClassificationSource.Boxes };

        form.HasSource.Should().BeTrue();
        form.ToLaunch(Guid.Empty).Recipe.Should().Be(defaults with { Classification = new ClassificationRecipe { LabelSmoothing = 0.2, Source = ClassificationSource.Boxes } });
        new TrainForm(new TrainingRecipe()).HasSource.Should().BeFalse();
    }

    [Fact]
    public void EvaluationDetails_OfAClassifier_AreNotReadAsADetectors()
    {
        const string Json = """{"classKeys":["a"],"classNames":["A"],"classification":{"top1":1,"top5":1,"precision":1,"recall":1,"f1":1,"imageCount":1,"classes":[],"confusion":[1]}}""";

        EvaluationDetailsReader.Read(Json).Should().BeNull();
        EvaluationDetailsReader.ReadClassification(Json)!.Classification.Top1.Should().Be(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void EvaluationDetails_OfAnotherProgram_ShowNothing(string? json) => EvaluationDetailsReader.Read(json).Should().BeNull();
}
