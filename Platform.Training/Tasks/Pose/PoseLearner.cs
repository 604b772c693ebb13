using Platform.Training.Assigners;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Tasks.Det;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Pose;

/// <summary>Teaches a pose network: boxes and classes as a detector learns them, and at the same points the keypoints.</summary>
/// <param name="recipe">How.</param>
/// <param name="keypointCounts">Points of each class's skeleton; those that a class lacks are never labelled.</param>
public sealed class PoseLearner(TrainingRecipe recipe, IReadOnlyList<int> keypointCounts) : ILearner<PoseNetwork>
{
    private readonly DetectionObjective _objective = new(recipe, recipe.ArchitectureFor(keypointCounts.Count).RegMax);
    private readonly PoseRecipe _pose = recipe.Pose ?? new PoseRecipe();
    private readonly int _keypoints = keypointCounts.Max();

    public IReadOnlyList<string> LossNames { get; } = [.. DetectionObjective.LossNames, "keypoint", "distance", "presence"];

    public PoseNetwork NewNetwork() => new(recipe.ArchitectureFor(keypointCounts.Count), _keypoints);

    public void Initialize(PoseNetwork network)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        DetectorInitializer.InitializeConvolutions(network);
        DetectorInitializer.InitializeHead(network.Head);
    }

    public IReadOnlyList<Tensor> Losses(PoseNetwork network, Tensor input, TrainingBatch batch, StageClock clock)
    {
        clock.Enter(StageClock.Forward);
        var output = network.forward(input);

        clock.Enter(StageClock.Assign);
        var targets = _objective.Assign(output.Objects, batch.Truths);

        clock.Enter(StageClock.Loss);
        return [.. _objective.Losses(output.Objects, targets), .. Keypoints(output, targets, batch)];
    }

    public void Dispose() => _objective.Dispose();

    private IReadOnlyList<Tensor> Keypoints(PoseOutput output, DetectionTargets targets, TrainingBatch batch)
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
        var predicted = points + (output.Offsets.reshape(-1, 2 * _keypoints).index_select(0, rows).reshape(-1, _keypoints, 2) * strides); // [P, K, 2]
        var presence = output.Presence.reshape(-1, _keypoints).index_select(0, rows); // [P, K]

        var truth = tensor(Truth(targets, batch), device: device).reshape(-1, _keypoints, 3);
        var labelled = (truth.select(2, 2) > 0).to(ScalarType.Float32); // [P, K]
        var boxes = tensor(targets.Boxes, device: device).reshape(-1, 4);
        var areas = ((boxes.select(1, 2) - boxes.select(1, 0)) * (boxes.select(1, 3) - boxes.select(1, 1))).clamp_min(1); // [P]
        var scores = tensor(targets.Scores, device: device) / targets.Normalizer; // [P]

        var places = truth.narrow(2, 0, 2);
        return
        [
            (KeypointLoss.Similarity(predicted, places, labelled, areas) * scores).sum() * _pose.KeypointWeight,
            (KeypointLoss.Distance(predicted, places, labelled, areas) * scores).sum() * _pose.DistanceWeight,
            (KeypointLoss.Presence(presence, labelled) * scores).sum() * _pose.PresenceWeight,
        ];
    }

    // [P x K x 3]; points that a smaller skeleton lacks are absent.
    private float[] Truth(DetectionTargets targets, TrainingBatch batch)
    {
        var truth = new float[targets.PositiveRows.Length * _keypoints * 3];
        for (var p = 0; p < targets.PositiveRows.Length; p++)
        {
            batch.Keypoints[targets.Images[p]][targets.Truths[p]].CopyTo(truth.AsSpan(p * _keypoints * 3));
        }

        return truth;
    }
}
