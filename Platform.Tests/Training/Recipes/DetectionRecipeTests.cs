using System.Text.Json;
using Platform.Core.Shared;
using Platform.Training.Data;
using Platform.Training.Models;
using Platform.Training.Recipes;

namespace Platform.Tests.Training.Recipes;

public sealed class DetectionRecipeTests
{
    [Fact]
    public void Defaults_AreValidAndScaleTheRateByBatchSize()
    {
        DetectionRecipeRules.Faults(new DetectionRecipe()).Should().BeEmpty();
        new DetectionRecipe { BatchSize = 16 }.PeakLearningRate.Should().BeApproximately(1e-3, 1e-12);
        new DetectionRecipe { Optimizer = new OptimizerRecipe { LearningRate = 0.5 } }.PeakLearningRate.Should().Be(0.5);
    }

    [Fact]
    public void Validate_SeveralFaults_NamesAllOfThem()
    {
        var recipe = new DetectionRecipe
        {
            ImageSize = 100,
            Epochs = 0,
            Device = "tpu",
            Augmentation = new DetectionAugmentation { ScaleMin = 2, ScaleMax = 1, MosaicProbability = double.NaN },
        };

        var error = FluentActions.Invoking(() => DetectionRecipeRules.Validate(recipe)).Should().Throw<DomainRuleException>().Which;

        error.Code.Should().Be("training.recipe_invalid");
        error.Message.Should().ContainAll("imageSize is 100", "epochs is 0", "device is tpu", "augmentation.scaleMax is 1", "augmentation.mosaicProbability is NaN");
    }

    [Fact]
    public void Json_RoundTrip_KeepsEveryField()
    {
        var recipe = new DetectionRecipe
        {
            Size = DetectorSize.Tiny,
            Width = 0.1,
            Epochs = 3,
            Augmentation = new DetectionAugmentation { Hue = 7 },
            Reporting = new ReportingRecipe { LogInterval = 2 },
        };

        DetectionRecipeJson.Read(DetectionRecipeJson.Write(recipe)).Should().Be(recipe);
        DetectionRecipeJson.Hash(recipe).Should().Be(DetectionRecipeJson.Hash(recipe with { }));
        DetectionRecipeJson.Hash(recipe).Should().NotBe(DetectionRecipeJson.Hash(recipe with { Seed = 1 }));
    }

    [Fact]
    public void Json_PartOfARecipe_TakesDefaultsForTheRest() =>
        DetectionRecipeJson.Read("""{"size":"small","epochs":7}""").Should().Be(new DetectionRecipe { Size = DetectorSize.Small, Epochs = 7 });

    [Fact]
    public void Json_MisspeltField_IsRefused() =>
        FluentActions.Invoking(() => DetectionRecipeJson.Read("""{"epoch":7}""")).Should().Throw<JsonException>();
}
