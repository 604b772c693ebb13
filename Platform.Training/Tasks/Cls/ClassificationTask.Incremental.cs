using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;
using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Cls;

public sealed partial class ClassificationTask
{
    public override IReadOnlyList<int>? LabelsOf(TrainingImage image, TrainingRecipe recipe)
    {
        IReadOnlyList<int> labels = SourceOf(recipe) == ClassificationSource.Tags ? [.. image.Shapes.Select(shape => shape.ClassIndex)] : [.. image.Boxes.Select(box => box.ClassIndex)];
        return labels.Count == 0 ? null : labels;
    }

    public override double ScoreUntold(PseudoLabelRecipe recipe) => recipe.TagScore;

    public override void DemandParent(TrainingRecipe parent, TrainingRecipe child)
    {
        base.DemandParent(parent, child);
        if (SourceOf(parent) != SourceOf(child))
        {
            var known = EnumText<ClassificationSource>.ToText(SourceOf(parent));
            throw new DomainRuleException("incremental.other_source", $"The parent learnt from '{known}', and a child must too. Set classification.source to {known}.", known);
        }
    }

    // All classes alike at first, as without a parent.
    protected override GrownRows? RowsOf(string name, GrownClasses classes, IReadOnlyList<TrainingClass> outputs) =>
        name.StartsWith("head.", StringComparison.Ordinal) ? GrownRows.OfClasses(classes, bias: 0) : null;

    private protected override ILearner<Classifier> NewChildLearner(ChildSetup<Classifier> setup, IReadOnlyList<TrainingClass> classes) => new ChildClassificationLearner(setup);

    private protected override IReadOnlyList<IReadOnlyList<Guess>> Look(
        Classifier parent, IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DetectionThresholds thresholds, CancellationToken cancellation)
    {
        var untold = samples.Index().Where(item => item.Item.IsUntold).ToList();
        var seen = samples.Select(_ => (IReadOnlyList<Guess>)[]).ToArray();
        if (untold.Count == 0)
        {
            return seen;
        }

        var cache = new DecodeCache(Codec, recipe.ImageSize, maxBytes: 0);
        var validator = new ClassificationValidator([.. untold.Select(item => item.Item)], classes, cache, Codec, recipe.ImageSize, recipe.BatchSize);
        foreach (var ((index, _), probabilities) in untold.Zip(validator.Predict(parent, classes.Count, cancellation)))
        {
            var best = Array.IndexOf(probabilities, probabilities.Max());
            seen[index] = probabilities[best] > thresholds.Score ? [new Guess(new Detection(best, probabilities[best], 0, 0, 0, 0)) { IsWhole = true }] : [];
        }

        return seen;
    }

    // New classes are labelled throughout, so an image that nobody named shows an old one or none.
    private static bool AsksParent(TrainingImage image, TrainingRecipe recipe) => image.Split == SplitKind.Train && recipe.Incremental?.Completes == true;
}
