using Platform.Core.Datasets;
using Platform.Training.Data;
using Platform.Training.Inference;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Det;

public sealed partial class DetectionTask
{
    public override IReadOnlyList<int>? LabelsOf(TrainingImage image, TrainingRecipe recipe) => [.. image.Boxes.Select(box => box.ClassIndex)];

    private protected override ILearner<Detector> NewChildLearner(ChildSetup<Detector> setup, IReadOnlyList<TrainingClass> classes) => new ChildDetectionLearner(setup);

    private protected override IReadOnlyList<IReadOnlyList<Guess>> Look(
        Detector parent, IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DetectionThresholds thresholds, CancellationToken cancellation)
    {
        var cache = new DecodeCache(Codec, recipe.ImageSize, maxBytes: 0);
        var validator = new DetectionValidator(samples, classes, cache, Codec, recipe.ImageSize, recipe.BatchSize);
        var seen = new IReadOnlyList<Guess>[samples.Count];
        foreach (var (sample, _, detections) in validator.Predict(parent, thresholds, cancellation))
        {
            seen[sample] = [.. detections.Select(found => new Guess(found))];
        }

        return seen;
    }
}
