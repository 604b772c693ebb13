using Platform.Core.Models.Model;
using Platform.Training.Data;
using Platform.Training.Models;
using Platform.Training.Recipes;

namespace Platform.Tests.Training.Recipes;

public sealed class RecipeTextTests
{
    private static readonly TrainingRecipe s_defaults = new();

    [Theory]
    [InlineData("epochs: 7\naugmentation:\n  hue: 3\n  flipProbability: 0\nsize: tiny # wider\n")]
    [InlineData("""{"epochs": 7, "augmentation": {"hue": 3, "flipProbability": 0}, "size": "tiny"}""")]
    [InlineData("""{"Epochs": 7, "augmentation": {"hue": 3, "flipProbability": 0,}, "size": "tiny", /* wider */}""")]
    public void Read_PartOfARecipe_TakesTheDefaultsForTheRest(string text) =>
        RecipeText.Read(text, s_defaults).Recipe.Should().Be(s_defaults with { Epochs = 7, Size = DetectorSize.Tiny, Augmentation = new AugmentationRecipe { Hue = 3, FlipProbability = 0 } });

    [Fact]
    public void ToYaml_ReadAgain_IsTheSameRecipe()
    {
        var recipe = new TrainingRecipe
        {
            Task = ModelTask.Seg, Width = 0.125, Device = "cuda:0", Segmentation = new SegmentationRecipe { MaskWeight = 1e-5 }, Optimizer = new OptimizerRecipe { LearningRate = 0.002 },
        };

        RecipeText.Read(RecipeText.ToYaml(recipe), s_defaults).Should().BeEquivalentTo(new RecipeReading(recipe, []));
    }

    [Fact]
    public void Read_SeveralFaults_NamesEachByItsField()
    {
        const string Text = "epoch: 7\nimageSize: 100\nbatchSize: many\naugmentation:\n  hu: 3\noptimizer: fast\n";

        var faults = RecipeText.Read(Text, s_defaults).Faults;

        faults.Select(fault => (fault.Field, fault.Kind)).Should().BeEquivalentTo(
            [("epoch", RecipeFaultKind.Unknown), ("batchSize", RecipeFaultKind.Type), ("augmentation.hu", RecipeFaultKind.Unknown), ("optimizer", RecipeFaultKind.Type), ("imageSize", RecipeFaultKind.Range)]);
        faults.Single(fault => fault.Field == "epoch").Expected.Should().Be("epochs");
        faults.Single(fault => fault.Field == "augmentation.hu").Expected.Should().Be("augmentation.hue");
        faults.Single(fault => fault.Field == "batchSize").Message.Should().Be("batchSize is \"many\"; it must be a whole number.");
    }

    [Fact]
    public void Read_ValuesOutOfRange_AreNamed() =>
        RecipeText.Read("imageSize: 100\nepochs: 0\n", s_defaults).Faults.Select(fault => fault.Field).Should().Equal("imageSize", "epochs");

    [Theory]
    [InlineData("{\"epochs\": 7", "1")]
    [InlineData("{\"epochs\": 7,\n \"epochs\": 8}", "1")]
    [InlineData("epochs: 7\n  size: [", "2")]
    [InlineData("just words", "1")]
    [InlineData("", "1")]
    [InlineData("- 1\n- 2", "1")]
    [InlineData("epochs: 1\nepochs: 2", "2")]
    [InlineData("augmentation: [1, 2]", "1")]
    public void Read_WhatIsNoRecipe_SaysInWhichLine(string text, string line)
    {
        var reading = RecipeText.Read(text, s_defaults);

        reading.Recipe.Should().BeNull();
        reading.Faults.Should().ContainSingle().Which.Should().Match<RecipeFault>(fault => fault.Kind == RecipeFaultKind.Syntax && fault.Given == line);
    }

    [Fact]
    public void Read_EndlessAliases_IsRefusedAtOnce()
    {
        var text = "a: &a {x: 1, y: 2}\n" + string.Concat(Enumerable.Range('b', 20).Select(letter => $"{(char)letter}: &{(char)letter} {{p: *{(char)(letter - 1)}, q: *{(char)(letter - 1)}}}\n"));

        RecipeText.Read(text, s_defaults).Faults.Should().NotBeEmpty();
        RecipeText.Read(new string('#', RecipeText.MaxLength + 1), s_defaults).Faults.Should().ContainSingle();
    }

    [Fact]
    public void Compare_TwoRecipes_NamesFieldsByTheirPath()
    {
        var after = s_defaults with { Epochs = 9, Segmentation = new SegmentationRecipe { Prototypes = 16 }, Augmentation = new AugmentationRecipe { Hue = 0 } };

        RecipeText.Compare(s_defaults, after).Should().BeEquivalentTo(
        [
            new RecipeDifference("epochs", "80", "9"), new RecipeDifference("augmentation.hue", "5", "0"),
            new RecipeDifference("segmentation.prototypes", null, "16"), new RecipeDifference("segmentation.maskWeight", null, "2"), new RecipeDifference("segmentation.masksPerStep", null, "256"),
        ]);
        RecipeText.Compare(after, after).Should().BeEmpty();
    }

    [Theory]
    [InlineData(RecipePreset.QuickLook)]
    [InlineData(RecipePreset.Balanced)]
    [InlineData(RecipePreset.Best)]
    public void Preset_OfAnyTask_CanBeTrained(RecipePreset preset)
    {
        foreach (var side in new[] { 64, 224, 320 })
        {
            TrainingRecipeRules.Faults(RecipePresets.Of(preset, new TrainingRecipe { ImageSize = side })).Should().BeEmpty();
        }
    }

    [Fact]
    public void Preset_Best_IsLargerThanTheDefaults() => RecipePresets.Of(RecipePreset.Best, s_defaults).Should().Be(s_defaults with { Size = DetectorSize.Tiny, Epochs = 240, ImageSize = 416 });
}
