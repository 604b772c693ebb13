using System.Globalization;
using Platform.Core.Datasets.Grouping;
using Platform.Core.Datasets.Model;
using Platform.Training.Recipes;

namespace Platform.Training.Runs.Launch;

/// <summary>Something that will make a training or its scores worse than they could be; it can be launched nevertheless.</summary>
/// <param name="Code">Stable name; pages have a sentence for each.</param>
/// <param name="Message">The sentence in English: what it is and what to do.</param>
/// <param name="Arguments">What the sentence names, in the order of its placeholders.</param>
public sealed record LaunchWarning(string Code, string Message, IReadOnlyList<string> Arguments);

/// <summary>Compares what a recipe wants with what the data gives.</summary>
public static class LaunchWarnings
{
    /// <summary>Points of the finest level are eight pixels apart: what is smaller falls between them.</summary>
    public const int TinySidePx = 8;

    private const double ManyTiny = 0.1;
    private const int FewImages = 50;
    private const int FewOfClass = 10;
    private const int NamesShown = 6;
    private const int LargestSide = 1280;

    /// <param name="facts">What the data gives.</param>
    /// <param name="recipe">What is wanted of it.</param>
    /// <param name="trainOnValidation">Whether validation images are trained on.</param>
    /// <param name="known">Keys of classes that a parent knows: nobody needs to label these to train on.</param>
    public static IReadOnlyList<LaunchWarning> Of(LaunchFacts facts, TrainingRecipe recipe, bool trainOnValidation, IReadOnlyCollection<string>? known = null)
    {
        var warnings = new List<LaunchWarning>();
        var labels = facts.LabelsFor(recipe);
        var used = labels.Classes.Where(item => item.Counts.Values.Sum() > 0).ToList();
        var train = facts.TrainImages(trainOnValidation);
        Warn(train is > 0 and < FewImages, "few_images", $"Only {train} images to train on. Expect much better scores with a few hundred; until then prefer the nano network.", train);
        Warn(train > 0 && recipe.BatchSize > train, "batch", $"The batch of {recipe.BatchSize} is larger than the {train} images to train on. Make it smaller.", recipe.BatchSize, train);
        Warn(facts.In(SplitKind.Val) == 0, "empty_val", "The validation split is empty: no epoch can be picked as best, the last one counts. Split again to have one.");
        Warn(facts.In(SplitKind.Test) == 0, "empty_test", "The test split is empty: the model cannot be scored on images that nobody trained or picked on. Split again to have one.");

        int InTrain(ClassLabels item) => item.In(SplitKind.Train) + (trainOnValidation ? item.In(SplitKind.Val) : 0);
        WarnClasses("class_not_in_train", used.Where(item => InTrain(item) == 0 && !IsKnown(item)), "have no label in the train split and cannot be learnt. Split again with the same share of every class in each split");
        WarnClasses("class_few", used.Where(item => InTrain(item) is > 0 and < FewOfClass && !IsKnown(item)), $"have fewer than {FewOfClass} labels to learn from. Annotate more of them");
        if (facts.In(SplitKind.Val) > 0 && !trainOnValidation)
        {
            WarnClasses("class_not_in_val", used.Where(item => item.In(SplitKind.Val) == 0), "have no label in the validation split: the best epoch is picked without them. Split again with the same share of every class in each split");
        }

        var tiny = labels.ShareBelow(TinySidePx, recipe.ImageSize);
        var larger = Math.Min(LargestSide, 2 * recipe.ImageSize);
        Warn(
            tiny >= ManyTiny, "tiny_objects",
            string.Create(CultureInfo.InvariantCulture, $"{100 * tiny:0} % of the objects are smaller than {TinySidePx} px at an image size of {recipe.ImageSize} px and will hardly be found. Try {larger} px, or cut the images into tiles."),
            (100 * tiny).ToString("0", CultureInfo.InvariantCulture), TinySidePx, recipe.ImageSize, larger);

        foreach (var (source, code) in new[] { (GroupSource.NearDuplicates, "leak_near_duplicates"), (GroupSource.Folder, "leak_folder"), (GroupSource.Column, "leak_column") })
        {
            var groups = facts.Leaks.GetValueOrDefault(source);
            Warn(groups > 0, code, $"{groups} groups of images that belong together stand in several splits, so scores will be too good. Split again and keep them together.", groups);
        }

        return warnings;

        bool IsKnown(ClassLabels item) => known?.Contains(item.Key) == true && recipe.Incremental?.Completes == true;

        void Warn(bool holds, string code, string message, params object[] arguments)
        {
            if (holds)
            {
                warnings.Add(new LaunchWarning(code, message, [.. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!)]));
            }
        }

        void WarnClasses(string code, IEnumerable<ClassLabels> classes, string what)
        {
            var names = classes.Select(item => item.DisplayName).ToList();
            var shown = string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? ", …" : "");
            Warn(names.Count > 0, code, $"{names.Count} classes {what}: {shown}.", names.Count, shown, FewOfClass);
        }
    }
}
