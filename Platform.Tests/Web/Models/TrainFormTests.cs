using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Web.Components.Models;

namespace Platform.Tests.Web.Models;

public sealed class TrainFormTests
{
    [Fact]
    public void Recipe_OfAnUntouchedForm_IsTheDefault() => new TrainForm(new TrainingRecipe()).ToRecipe().Should().Be(new TrainingRecipe());

    [Fact]
    public void Recipe_OfAChangedForm_TakesItsValues()
    {
        var recipe = new TrainForm(new TrainingRecipe()) { Size = DetectorSize.Tiny, Epochs = 3, ImageSize = 96, BatchSize = 4, Seed = 7 }.ToRecipe();
        recipe.Should().Be(new TrainingRecipe { Size = DetectorSize.Tiny, Epochs = 3, ImageSize = 96, BatchSize = 4, Seed = 7 });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void EvaluationDetails_OfAnotherProgram_ShowNothing(string? json) => EvaluationDetailsReader.Read(json).Should().BeNull();
}
