using Platform.Training.Losses;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace TrainingBench;

/// <summary>The detector's own losses on targets that stand already: what is left is the step that both sides take.</summary>
internal sealed class FixedLearner(TrainingRecipe recipe, FixedBatch batch, int classCount) : ILearner<Detector>
{
    private readonly BoxDecoder _decoder = new(recipe.ArchitectureFor(classCount).RegMax, device(recipe.Device));

    public IReadOnlyList<string> LossNames { get; } = ["class", "box", "distribution"];

    public Detector NewNetwork() => new(recipe.ArchitectureFor(classCount));

    public void Initialize(Detector network) => DetectorInitializer.Initialize(network);

    public IReadOnlyList<Tensor> Losses(Detector network, Tensor input, TrainingBatch images, StageClock clock)
    {
        clock.Enter(StageClock.Forward);
        var output = network.forward(input);
        clock.Enter(StageClock.Loss);
        var terms = new DetectionLoss(recipe.Losses, _decoder, recipe.ArchitectureFor(classCount).RegMax).Compute(output, batch.Targets);
        return [terms.Class, terms.Box, terms.Distribution];
    }

    public void Dispose() => _decoder.Dispose();
}
