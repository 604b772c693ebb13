using System.Text.Json;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Training.Data;
using Platform.Training.Models;
using Platform.Training.Recipes;

namespace Platform.Tests.Training.Recipes;

public sealed class TrainingRecipeTests
{
    [Fact]
    public void Defaults_AreValidAndScaleTheRateByBatchSize()
    {
        TrainingRecipeRules.Faults(new TrainingRecipe()).Should().BeEmpty();
        new TrainingRecipe { BatchSize = 16 }.PeakLearningRate.Should().BeApproximately(1e-3, 1e-12);
        new TrainingRecipe { Optimizer = new OptimizerRecipe { LearningRate = 0.5 } }.PeakLearningRate.Should().Be(0.5);
    }

    [Fact]
    public void Validate_SeveralFaults_NamesAllOfThem()
    {
        var recipe = new TrainingRecipe
        {
            ImageSize = 100,
            Epochs = 0,
            Device = "tpu",
            Augmentation = new AugmentationRecipe { ScaleMin = 2, ScaleMax = 1, MosaicProbability = double.NaN },
        };

        var error = FluentActions.Invoking(() => TrainingRecipeRules.Validate(recipe)).Should().Throw<DomainRuleException>().Which;

        error.Code.Should().Be("training.recipe_invalid");
        error.Message.Should().ContainAll("imageSize is 100", "epochs is 0", "device is tpu", "augmentation.scaleMax is 1", "augmentation.mosaicProbability is NaN");
    }

    [Fact]
    public void Json_RoundTrip_KeepsEveryField()
    {
        var recipe = new TrainingRecipe
        {
            Size = DetectorSize.Tiny,
            Width = 0.1,
            Epochs = 3,
            Augmentation = new AugmentationRecipe { Hue = 7 },
            Reporting = new ReportingRecipe { LogInterval = 2 },
        };

        TrainingRecipeJson.Read(TrainingRecipeJson.Write(recipe)).Should().Be(recipe);
        TrainingRecipeJson.Hash(recipe).Should().Be(TrainingRecipeJson.Hash(recipe with { }));
        TrainingRecipeJson.Hash(recipe).Should().NotBe(TrainingRecipeJson.Hash(recipe with { Seed = 1 }));
    }

    [Fact]
    public void Json_PartOfARecipe_TakesDefaultsForTheRest() =>
        TrainingRecipeJson.Read("""{"size":"small","epochs":7}""").Should().Be(new TrainingRecipe { Size = DetectorSize.Small, Epochs = 7 });

    [Fact]
    public void Json_MisspeltField_IsRefused() =>
        FluentActions.Invoking(() => TrainingRecipeJson.Read("""{"epoch":7}""")).Should().Throw<JsonException>();

    [Fact]
    public void Json_OfADetector_NamesNoOtherTask() =>
        TrainingRecipeJson.Write(new TrainingRecipe()).Should().NotContainAny("task", "classification", "segmentation", "pose");

    [Fact]
    public void Parse_PartOfAnotherTasksRecipe_TakesThatTasksDefaults()
    {
        var defaults = new TrainingRecipe { Task = ModelTask.Seg, ImageSize = 256, Segmentation = new SegmentationRecipe { Prototypes = 16 } };

        var recipe = TrainingRecipeJson.Parse("""{"epochs":7,"segmentation":{"maskWeight":3}}""", defaults);

        recipe.Should().Be(defaults with { Epochs = 7, Segmentation = new SegmentationRecipe { Prototypes = 16, MaskWeight = 3 } });
        TrainingRecipeJson.Read(TrainingRecipeJson.Write(recipe)).Should().Be(recipe);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{\"epoch\":7}")]
    [InlineData("{\"task\":\"flying\"}")]
    public void Parse_WhatIsNoRecipe_IsRefused(string json) =>
        FluentActions.Invoking(() => TrainingRecipeJson.Parse(json, new TrainingRecipe())).Should().Throw<DomainRuleException>().Which.Code.Should().Be("training.recipe_invalid");
}
