using Platform.Core.Datasets;
using Platform.Core.Shared;
using Platform.Training.Data;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Seg;

public sealed partial class SegmentationTask
{
    public override void DemandParent(TrainingRecipe parent, TrainingRecipe child)
    {
        base.DemandParent(parent, child);
        var (known, wanted) = ((parent.Segmentation ?? new SegmentationRecipe()).Prototypes, (child.Segmentation ?? new SegmentationRecipe()).Prototypes);
        if (known != wanted)
        {
            throw new DomainRuleException(
                "incremental.other_prototypes", $"The parent mixes masks from {known} prototypes, these settings ask for {wanted}. Set segmentation.prototypes to {known}.", known, wanted);
        }
    }

    private protected override ILearner<Segmenter> NewChildLearner(ChildSetup<Segmenter> setup, IReadOnlyList<TrainingClass> classes) => new ChildSegmentationLearner(setup);

    private protected override IReadOnlyList<IReadOnlyList<Guess>> Look(
        Segmenter parent, IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DetectionThresholds thresholds, CancellationToken cancellation)
    {
        var cache = new DecodeCache(Codec, recipe.ImageSize, maxBytes: 0);
        var validator = new SegmentationValidator(samples, classes, cache, Codec, recipe.ImageSize, recipe.BatchSize);
        var seen = new IReadOnlyList<Guess>[samples.Count];
        foreach (var (sample, _, found) in validator.Predict(parent, thresholds, cancellation))
        {
            seen[sample] = [.. found.Select(ToGuess)];
        }

        return seen;
    }

    // People's objects have the boxes of their masks.
    private static Guess ToGuess(Instance found)
    {
        if (found.Mask.Area == 0)
        {
            return new Guess(found.Object) { IsComplete = false };
        }

        var box = found.Mask.Bounds;
        return new Guess(found.Object with { X1 = box.Left, Y1 = box.Top, X2 = box.Right, Y2 = box.Bottom }) { Mask = found.Mask };
    }
}
