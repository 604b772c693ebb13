using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Cls;

/// <summary>Teaches a classifier the tags of images.</summary>
public sealed class ClassificationLearner(TrainingRecipe recipe, int classCount) : ILearner<Classifier>
{
    private readonly double _smoothing = (recipe.Classification ?? new ClassificationRecipe()).LabelSmoothing;

    public IReadOnlyList<string> LossNames { get; } = ["class"];

    public Classifier NewNetwork() => new(recipe.ArchitectureFor(classCount));

    public void Initialize(Classifier network) => ClassifierInitializer.Initialize(network);

    public IReadOnlyList<Tensor> Losses(Classifier network, Tensor input, TrainingBatch batch, StageClock clock)
    {
        clock.Enter(StageClock.Forward);
        var logits = network.forward(input); // [N, C]

        clock.Enter(StageClock.Loss);
        var targets = tensor(SoftCrossEntropy.Targets(batch.Tags, classCount, _smoothing), device: logits.device).reshape(-1, classCount);
        return [SoftCrossEntropy.Mean(logits, targets)];
    }

    public void Dispose()
    {
    }
}
