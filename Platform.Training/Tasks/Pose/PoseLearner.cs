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
    private readonly KeypointObjective _skeletons = new(recipe.Pose ?? new PoseRecipe(), keypointCounts.Max());

    public IReadOnlyList<string> LossNames { get; } = [.. DetectionObjective.LossNames, .. KeypointObjective.LossNames];

    public PoseNetwork NewNetwork() => new(recipe.ArchitectureFor(keypointCounts.Count), keypointCounts.Max());

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
        return [.. _objective.Losses(output.Objects, targets), .. _skeletons.Learn(output, targets, batch, [.. targets.Scores.Select(score => score / targets.Normalizer)])];
    }

    public void Dispose() => _objective.Dispose();
}
