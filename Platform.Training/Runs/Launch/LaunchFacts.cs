using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Grouping;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Training.Recipes;

namespace Platform.Training.Runs.Launch;

/// <summary>What a person should know of a frozen version before training on it, counted once; warnings follow from it and a recipe without reading the data again.</summary>
/// <param name="Images">Images and annotated frames by split.</param>
/// <param name="Boxes">Of what detectors and classifiers of boxes learn from.</param>
/// <param name="Shapes">Of what the task learns from beside boxes.</param>
/// <param name="Leaks">Groups that stand in several splits, by what holds them together.</param>
public sealed record LaunchFacts(
    Guid DatasetVersionId,
    ModelTask Task,
    string DatasetName,
    string VersionTag,
    IReadOnlyDictionary<SplitKind, int> Images,
    LabelFacts Boxes,
    LabelFacts Shapes,
    IReadOnlyDictionary<GroupSource, int> Leaks)
{
    /// <summary>What a recipe of the task learns from.</summary>
    public LabelFacts LabelsFor(TrainingRecipe recipe) => Task switch
    {
        ModelTask.Det or ModelTask.Ocr => Boxes,
        ModelTask.Cls => recipe.Classification?.Source == ClassificationSource.Boxes ? Boxes : Shapes,
        _ => Shapes,
    };

    /// <summary>Images that a run trains on.</summary>
    public int TrainImages(bool trainOnValidation) => In(SplitKind.Train) + (trainOnValidation ? In(SplitKind.Val) : 0);

    public int In(SplitKind split) => Images.GetValueOrDefault(split);

    /// <summary>Counts a version's labels.</summary>
    public static LaunchFacts Of(TrainingData data, ModelTask task, IReadOnlyDictionary<GroupSource, int> leaks)
    {
        var (boxes, shapes) = (new LabelTally(data.Classes), new LabelTally(data.Classes));
        var images = new Dictionary<SplitKind, int>();
        foreach (var image in data.Images)
        {
            images[image.Split] = images.GetValueOrDefault(image.Split) + 1;
            foreach (var box in image.Boxes)
            {
                boxes.Add(image, box.ClassIndex, box.Width, box.Height);
            }

            foreach (var shape in image.Shapes)
            {
                shapes.Add(image, shape.ClassIndex, shape.Geometry.Bounds.Width, shape.Geometry.Bounds.Height, shape.Geometry is TagGeometry);
            }
        }

        return new LaunchFacts(data.VersionId, task, data.DatasetName, data.VersionTag, images, boxes.Finish(), shapes.Finish(), leaks);
    }
}

/// <summary>Labels of one kind.</summary>
/// <param name="Classes">Those of the ontology that have any, or could have.</param>
/// <param name="TrainSides">Histogram of the training labels by the root of their area over the image's longer side, in <see cref="SideBins"/> equal steps from 0 to 1.</param>
public sealed record LabelFacts(IReadOnlyList<ClassLabels> Classes, IReadOnlyList<int> TrainSides)
{
    public const int SideBins = 500;

    /// <summary>Share of the training labels whose side is below some pixels once their image is fitted into the network's input.</summary>
    public double ShareBelow(double sidePx, int inputSidePx)
    {
        var total = TrainSides.Sum();
        var bins = (int)Math.Round(sidePx / inputSidePx * SideBins);
        return total == 0 ? 0 : TrainSides.Take(bins).Sum() / (double)total;
    }
}

/// <summary>Labels of one class by split.</summary>
public sealed record ClassLabels(string Key, string DisplayName, string Color, IReadOnlyDictionary<SplitKind, int> Counts)
{
    public int In(SplitKind split) => Counts.GetValueOrDefault(split);
}

/// <summary>Counts labels as images pass by.</summary>
internal sealed class LabelTally(IReadOnlyList<TrainingClass> classes)
{
    private readonly Dictionary<SplitKind, int>[] _counts = [.. classes.Select(_ => new Dictionary<SplitKind, int>())];
    private readonly int[] _sides = new int[LabelFacts.SideBins];

    public void Add(TrainingImage image, int classIndex, double width, double height, bool isWhole = false)
    {
        _counts[classIndex][image.Split] = _counts[classIndex].GetValueOrDefault(image.Split) + 1;
        if (image.Split == SplitKind.Train && !isWhole)
        {
            var side = Math.Sqrt(width * height) / Math.Max(image.Width, image.Height);
            _sides[Math.Clamp((int)(side * LabelFacts.SideBins), 0, LabelFacts.SideBins - 1)]++;
        }
    }

    public LabelFacts Finish() => new([.. classes.Select((item, index) => new ClassLabels(item.Key, item.DisplayName, item.Color, _counts[index]))], _sides);
}
