using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Cls;

/// <summary>
/// Teaches a classifier new classes beside those of its parent. Labels choose among all classes, so an image of one is none of the others. The parent's answers say how old classes
/// relate to each other, and nothing of how they relate to new ones: they may be asked for on every image.
/// </summary>
internal sealed class ChildClassificationLearner : ChildLearner<Classifier, Tensor>
{
    private readonly ChildSetup<Classifier> _setup;
    private readonly IReadOnlyList<int> _groups;
    private readonly double _smoothing;
    private readonly Tensor _old; // [K]

    public ChildClassificationLearner(ChildSetup<Classifier> setup)
        : base(setup, new ClassificationLearner(setup.Recipe, setup.Classes.Keys.Count))
    {
        _setup = setup;
        _groups = setup.Incremental.Completes ? setup.Classes.Groups : [.. setup.Classes.Keys.Select(_ => 0)];
        _smoothing = (setup.Recipe.Classification ?? new ClassificationRecipe()).LabelSmoothing;
        _old = tensor(setup.Classes.Old.Select(index => (long)index).ToArray(), device: device(setup.Recipe.Device)).DetachFromDisposeScope();
    }

    protected override IReadOnlyList<string> DistilledNames { get; } = ["distilled_class"];

    /// <summary>What each image counts: the images of old classes together as much as those of new ones, where a batch has both.</summary>
    public static float[] Weights(IReadOnlyList<int[]> tags, IReadOnlyList<int> groups)
    {
        List<int> groupOf = [.. tags.Select(image => image.Length == 0 ? 0 : image.Max(tag => groups[tag]))];
        return [.. groupOf.Select(group => 1f / groupOf.Count(other => other == group))];
    }

    public override void Dispose()
    {
        _old.Dispose();
        base.Dispose();
    }

    protected override IReadOnlyList<nn.Module> TrunkOf(Classifier network) => [network.Backbone];

    protected override IReadOnlyList<Tensor> Learn(Tensor output, TrainingBatch batch, StageClock clock)
    {
        clock.Enter(StageClock.Loss);
        var targets = tensor(SoftCrossEntropy.Targets(batch.Tags, _groups.Count, _smoothing), device: output.device).reshape(-1, _groups.Count);
        return [(SoftCrossEntropy.PerImage(output, targets) * tensor(Weights(batch.Tags, _groups), device: output.device)).sum()];
    }

    protected override IReadOnlyList<Tensor> Distil(Tensor student, Tensor teacher, TrainingBatch batch)
    {
        var recipe = _setup.Incremental.Distillation;
        return [ResponseDistillation.Choice(student.index_select(-1, _old), teacher.index_select(-1, _old), recipe.Temperature) * recipe.Lambda];
    }
}
