using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Det;

/// <summary>Teaches a detector: dynamic soft label assignment, then the losses of classes, boxes and box-side distributions.</summary>
public sealed class DetectionLearner(TrainingRecipe recipe, int classCount) : ILearner<Detector>
{
    private readonly DetectionObjective _objective = new(recipe, recipe.ArchitectureFor(classCount).RegMax);

    public IReadOnlyList<string> LossNames => DetectionObjective.LossNames;

    public Detector NewNetwork() => new(recipe.ArchitectureFor(classCount));

    public void Initialize(Detector network) => DetectorInitializer.Initialize(network);

    public IReadOnlyList<Tensor> Losses(Detector network, Tensor input, TrainingBatch batch, StageClock clock)
    {
        clock.Enter(StageClock.Forward);
        var output = network.forward(input);

        clock.Enter(StageClock.Assign);
        var targets = _objective.Assign(output, batch.Truths);

        clock.Enter(StageClock.Loss);
        return _objective.Losses(output, targets);
    }

    public void Dispose() => _objective.Dispose();
}
