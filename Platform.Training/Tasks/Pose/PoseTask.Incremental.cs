using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Pose;

public sealed partial class PoseTask
{
    private const double Visible = 2;

    // Matching points by name would leave added ones unlabelled on all earlier data, and the parent could not say where they lie.
    public override void DemandClass(TrainingClass parent, TrainingClass child)
    {
        if (!parent.HasPointsOf(child))
        {
            var (known, given) = (string.Join(", ", parent.PointNames), string.Join(", ", child.PointNames));
            throw new DomainRuleException(
                "incremental.other_skeleton",
                $"The skeleton of '{child.Key}' has the points {given}; the parent learnt {known}. Keep its points and their order and add a class for the new skeleton, or train without a parent.",
                child.Key, given, known);
        }
    }

    // Points are no classes: all classes share them by number, and a new class may have more of them.
    protected override GrownRows? RowsOf(string name, GrownClasses classes, IReadOnlyList<TrainingClass> outputs)
    {
        var counts = PoseSamples.CountsOf(outputs);
        var (before, after) = (counts.Take(classes.ParentCount).Max(), counts.Max());
        int? perPoint = before == after ? null
            : name.StartsWith("keypoints.offset_preds.", StringComparison.Ordinal) ? 2
            : name.StartsWith("keypoints.presence_preds.", StringComparison.Ordinal) ? 1
            : null;
        return perPoint is { } rows ? new GrownRows(rows * after, [.. Enumerable.Range(0, rows * before)], 0) : base.RowsOf(name, classes, outputs);
    }

    private protected override ILearner<PoseNetwork> NewChildLearner(ChildSetup<PoseNetwork> setup, IReadOnlyList<TrainingClass> classes) =>
        new ChildPoseLearner(setup, PoseSamples.CountsOf(classes));

    private protected override IReadOnlyList<IReadOnlyList<Guess>> Look(
        PoseNetwork parent, IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DetectionThresholds thresholds, CancellationToken cancellation)
    {
        IReadOnlyList<KeypointSpec> specs = [.. classes.Select(item => KeypointSpec.Parse(item.Keypoints!))];
        var cache = new DecodeCache(Codec, recipe.ImageSize, maxBytes: 0);
        var validator = new PoseValidator(samples, classes, cache, Codec, recipe.ImageSize, recipe.BatchSize);
        var seen = new IReadOnlyList<Guess>[samples.Count];
        foreach (var (sample, letterbox, found) in validator.Predict(parent, thresholds, cancellation))
        {
            seen[sample] = [.. found.Select(pose => ToGuess(pose, specs, letterbox))];
        }

        return seen;
    }

    // Points that the parent does not see are absent; people's objects have the boxes of their points.
    private static Guess ToGuess(FoundPose found, IReadOnlyList<KeypointSpec> specs, LetterboxTransform letterbox)
    {
        var skeleton = new KeypointsGeometry([.. found.Points.Chunk(3).SelectMany<float[], double>(point => PoseRawOutput.IsPresent(point[2]) ? [point[0], point[1], Visible] : [0, 0, 0])]);
        if (!skeleton.Points.Chunk(3).Any(point => point[2] > 0))
        {
            return new Guess(found.Object) { IsComplete = false };
        }

        var box = PoseSamples.BoxOf(skeleton, letterbox.SourceWidth, letterbox.SourceHeight);
        return new Guess(found.Object with { X1 = box[0], Y1 = box[1], X2 = box[2], Y2 = box[3] })
        {
            Keypoints = new ObjectKeypoints([.. skeleton.Points.Select(value => (float)value)], specs[found.Object.ClassIndex].Pairs),
        };
    }
}
