using Platform.Training.Recipes;
using Platform.Training.Tasks.Det;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Pose;

/// <summary>Teaches a pose network new classes beside those of its parent.</summary>
internal sealed class ChildPoseLearner : ChildLearner<PoseNetwork, PoseOutput>
{
    private readonly ChildObjective _objects;
    private readonly KeypointObjective _skeletons;
    private readonly DistillationRecipe _distillation;
    private readonly Tensor _counts; // [K], points of each old class's skeleton

    /// <param name="setup">Given.</param>
    /// <param name="keypointCounts">Points of each class's skeleton.</param>
    public ChildPoseLearner(ChildSetup<PoseNetwork> setup, IReadOnlyList<int> keypointCounts)
        : base(setup, new PoseLearner(setup.Recipe, keypointCounts))
    {
        _objects = new ChildObjective(setup.Recipe, setup.Classes);
        _skeletons = new KeypointObjective(setup.Recipe.Pose ?? new PoseRecipe(), keypointCounts.Max());
        _distillation = setup.Incremental.Distillation;
        _counts = tensor(setup.Classes.Old.Select(index => (long)keypointCounts[index]).ToArray(), device: device(setup.Recipe.Device)).DetachFromDisposeScope();
    }

    protected override IReadOnlyList<string> DistilledNames { get; } = [.. ChildObjective.DistilledNames, "distilled_keypoint"];

    public override void Dispose()
    {
        _counts.Dispose();
        _objects.Dispose();
        base.Dispose();
    }

    protected override IReadOnlyList<nn.Module> TrunkOf(PoseNetwork network) => [network.Backbone, network.Neck];

    protected override IReadOnlyList<Tensor> Learn(PoseOutput output, TrainingBatch batch, StageClock clock)
    {
        var (targets, terms) = _objects.Learn(output.Objects, batch, clock);
        return [.. terms, .. _skeletons.Learn(output, targets, batch, _objects.Weights(targets))];
    }

    protected override IReadOnlyList<Tensor> Distil(PoseOutput student, PoseOutput teacher, TrainingBatch batch)
    {
        var objects = _objects.Distil(student.Objects, teacher.Objects, batch);
        var likeliest = objects.Points.Of(teacher.Objects.ClassLogits.index_select(-1, _objects.Old)).argmax(-1); // [R]
        var skeletons = _skeletons.Distil(
            (_objects.Places(student.Offsets), student.Presence), (_objects.Places(teacher.Offsets), teacher.Presence), _counts.index_select(0, likeliest), _objects.Boxes(teacher.Objects),
            objects.Points, _distillation);
        return [objects.Class, objects.Box, skeletons];
    }
}
