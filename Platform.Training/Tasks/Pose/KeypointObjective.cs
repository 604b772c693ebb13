using Platform.Training.Assigners;
using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Pose;

/// <summary>What a pose network learns of skeletons: from labels at the points that objects were given to, and from a parent at those where it is sure.</summary>
/// <param name="recipe">Weights.</param>
/// <param name="keypoints">K, points of the largest skeleton.</param>
internal sealed class KeypointObjective(PoseRecipe recipe, int keypoints)
{
    /// <summary>Names of the terms of <see cref="Learn"/>, in its order.</summary>
    public static IReadOnlyList<string> LossNames { get; } = ["keypoint", "distance", "presence"];

    /// <summary>Weighted terms of the labels.</summary>
    /// <param name="output">Of a batch.</param>
    /// <param name="targets">Of the same.</param>
    /// <param name="batch">With its skeletons.</param>
    /// <param name="weights">[P], what each positive counts.</param>
    public IReadOnlyList<Tensor> Learn(PoseOutput output, DetectionTargets targets, TrainingBatch batch, float[] weights)
    {
        if (targets.PositiveRows.Length == 0)
        {
            // Zero, yet part of the graph: the keypoint branch gets a defined (zero) gradient.
            var none = output.Offsets.sum() * 0;
            return [none, none, output.Presence.sum() * 0];
        }

        var device = output.Offsets.device;
        var rows = tensor(targets.PositiveRows, device: device);
        var points = tensor(targets.Points, device: device).reshape(-1, 1, 2);
        var strides = tensor(targets.Strides, device: device).reshape(-1, 1, 1);
        var predicted = points + (output.Offsets.reshape(-1, 2 * keypoints).index_select(0, rows).reshape(-1, keypoints, 2) * strides); // [P, K, 2]
        var presence = output.Presence.reshape(-1, keypoints).index_select(0, rows); // [P, K]

        var truth = tensor(Truth(targets, batch), device: device).reshape(-1, keypoints, 3);
        var labelled = (truth.select(2, 2) > 0).to(ScalarType.Float32); // [P, K]
        var areas = Areas(tensor(targets.Boxes, device: device).reshape(-1, 4));
        var scores = tensor(weights, device: device); // [P]

        var places = truth.narrow(2, 0, 2);
        return
        [
            (KeypointLoss.Similarity(predicted, places, labelled, areas) * scores).sum() * recipe.KeypointWeight,
            (KeypointLoss.Distance(predicted, places, labelled, areas) * scores).sum() * recipe.DistanceWeight,
            (KeypointLoss.Presence(presence, labelled) * scores).sum() * recipe.PresenceWeight,
        ];
    }

    /// <summary>
    /// Weighted term of the parent's skeletons: the distance of the points that it says are there, in units of the object's size, and the divergence of which there are. Points that
    /// the likeliest class has no such point for are left out: the parent never learnt where they lie.
    /// </summary>
    /// <param name="student">[N, A, K, 2] places, pixels of the input, and [N, A, K] presence logits; K may exceed the parent's.</param>
    /// <param name="teacher">The same of the teacher, without gradient.</param>
    /// <param name="counts">[R], how many points the likeliest class has at each chosen point.</param>
    /// <param name="boxes">[N, A, 4] of the teacher, xyxy, pixels of the input.</param>
    /// <param name="points">Where it is sure.</param>
    /// <param name="distillation">Weights.</param>
    public Tensor Distil(
        (Tensor Places, Tensor Presence) student, (Tensor Places, Tensor Presence) teacher, Tensor counts, Tensor boxes, ChosenPoints points, DistillationRecipe distillation)
    {
        if (points.Count == 0)
        {
            return (student.Places.sum() + student.Presence.sum()) * 0;
        }

        var known = teacher.Presence.shape[^1];
        var taughtPresence = points.Of(teacher.Presence); // [R, known]
        var probability = taughtPresence.sigmoid();
        var learnt = arange(known, device: counts.device).unsqueeze(0).lt(counts.unsqueeze(1));
        var there = learnt.logical_and(probability.ge(0.5)).to(ScalarType.Float32);
        var distance = KeypointLoss.Distance(Rows(student.Places), Rows(teacher.Places), there, Areas(points.Of(boxes)));
        var presence = KeypointLoss.Presence(points.Of(student.Presence).narrow(1, 0, known), probability) - KeypointLoss.Presence(taughtPresence, probability);
        return points.Mean((distance * recipe.DistanceWeight) + (presence * recipe.PresenceWeight)) * (distillation.Lambda * distillation.ShapeWeight);

        // [N, A, K, 2] -> [R, known, 2]
        Tensor Rows(Tensor places) => points.Of(places.flatten(2, 3)).reshape(points.Count, -1, 2).narrow(1, 0, known);
    }

    // [P, 4] xyxy -> [P], square pixels
    private static Tensor Areas(Tensor boxes) => ((boxes.select(1, 2) - boxes.select(1, 0)) * (boxes.select(1, 3) - boxes.select(1, 1))).clamp_min(1);

    // [P x K x 3]; points that a smaller skeleton lacks are absent.
    private float[] Truth(DetectionTargets targets, TrainingBatch batch)
    {
        var truth = new float[targets.PositiveRows.Length * keypoints * 3];
        for (var p = 0; p < targets.PositiveRows.Length; p++)
        {
            batch.Keypoints[targets.Images[p]][targets.Truths[p]].CopyTo(truth.AsSpan(p * keypoints * 3));
        }

        return truth;
    }
}
