using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Grouping;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Training.Recipes;
using Platform.Training.Runs.Launch;

namespace Platform.Tests.Training.Runs.Launch;

public sealed class LaunchWarningsTests
{
    private static readonly TrainingClass[] s_classes =
        [new(Guid.Empty, "cat", "Cat", "#fff"), new(Guid.Empty, "dog", "Dog", "#fff"), new(Guid.Empty, "rare", "Rare", "#fff"), new(Guid.Empty, "unused", "Unused", "#fff")];

    [Fact]
    public void Warnings_OfGoodData_AreNone() => Codes(Data(60, SplitKind.Train, SplitKind.Val, SplitKind.Test)).Should().BeEmpty();

    [Fact]
    public void Warnings_ClassMissingInAsplit_NameIt()
    {
        var data = Data(60, SplitKind.Train, SplitKind.Val, SplitKind.Test);
        var rare = data with { Images = [.. data.Images, Image(SplitKind.Train, new TrainingBox(2, 0, 0, 50, 50)), Image(SplitKind.Test, new TrainingBox(3, 0, 0, 50, 50))] };

        var warnings = Warnings(rare, new TrainingRecipe());

        warnings.Select(warning => warning.Code).Should().BeEquivalentTo("class_not_in_train", "class_few", "class_not_in_val");
        warnings.Single(warning => warning.Code == "class_not_in_train").Arguments.Should().StartWith(["1", "Unused"]);
        warnings.Single(warning => warning.Code == "class_not_in_val").Arguments[1].Should().Be("Rare, Unused");
        Warnings(rare, new TrainingRecipe(), trainOnValidation: true).Should().NotContain(warning => warning.Code == "class_not_in_val");
    }

    [Fact]
    public void Warnings_FewImagesAndNoValidation_SayWhatToDo()
    {
        var warnings = Warnings(Data(20, SplitKind.Train), new TrainingRecipe { BatchSize = 32 });

        warnings.Select(warning => warning.Code).Should().BeEquivalentTo("few_images", "batch", "empty_val", "empty_test");
        warnings.Should().OnlyContain(warning => warning.Message.Length > 40);
    }

    [Fact]
    public void Warnings_TinyObjects_DependOnTheImageSize()
    {
        // 14 px in images of 640: 7 px at 320, 14 px at 640.
        var data = Data(60, SplitKind.Train, SplitKind.Val, SplitKind.Test) with { };
        var tiny = data with { Images = [.. data.Images, .. Enumerable.Range(0, 60).Select(_ => Image(SplitKind.Train, new TrainingBox(0, 5, 5, 14, 14)))] };

        Warnings(tiny, new TrainingRecipe { ImageSize = 320 }).Should().ContainSingle(warning => warning.Code == "tiny_objects").Which.Arguments.Should().Equal("33", "8", "320", "640");
        Warnings(tiny, new TrainingRecipe { ImageSize = 640 }).Should().NotContain(warning => warning.Code == "tiny_objects");
    }

    [Fact]
    public void Warnings_LeakingGroups_AreCounted()
    {
        var facts = LaunchFacts.Of(Data(60, SplitKind.Train, SplitKind.Val, SplitKind.Test), ModelTask.Det, new Dictionary<GroupSource, int> { [GroupSource.NearDuplicates] = 3 });

        LaunchWarnings.Of(facts, new TrainingRecipe(), false).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "leak_near_duplicates", Arguments = new[] { "3" } });
    }

    [Fact]
    public void Facts_OfAClassifier_FollowWhatItLearnsFrom()
    {
        var tagged = Image(SplitKind.Train, new TrainingBox(0, 0, 0, 9, 9)) with { Shapes = [new TrainingShape(1, TagGeometry.Instance)] };
        var facts = LaunchFacts.Of(Data(0) with { Images = [tagged] }, ModelTask.Cls, new Dictionary<GroupSource, int>());
        var recipe = new TrainingRecipe { Task = ModelTask.Cls, Classification = new ClassificationRecipe() };

        facts.LabelsFor(recipe).Classes[1].In(SplitKind.Train).Should().Be(1);
        facts.LabelsFor(recipe).ShareBelow(1000, 64).Should().Be(0, "a tag has no size");
        facts.LabelsFor(recipe with { Classification = new ClassificationRecipe { Source = ClassificationSource.Boxes } }).Classes[0].In(SplitKind.Train).Should().Be(1);
    }

    private static IEnumerable<string> Codes(TrainingData data) => Warnings(data, new TrainingRecipe()).Select(warning => warning.Code);

    private static IReadOnlyList<LaunchWarning> Warnings(TrainingData data, TrainingRecipe recipe, bool trainOnValidation = false) =>
        LaunchWarnings.Of(LaunchFacts.Of(data, ModelTask.Det, new Dictionary<GroupSource, int>()), recipe, trainOnValidation);

    // Every image has a cat and a dog.
    private static TrainingData Data(int imagesOfSplit, params SplitKind[] splits) => new(
        Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, "Pets", "v1", "", s_classes,
        [.. splits.SelectMany(split => Enumerable.Range(0, imagesOfSplit).Select(_ => Image(split, new TrainingBox(0, 10, 10, 200, 100), new TrainingBox(1, 300, 10, 100, 100))))]);

    private static TrainingImage Image(SplitKind split, params TrainingBox[] boxes) => new(Guid.CreateVersion7(), "a.png", "", "", 640, 480, split, boxes);
}
