using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Ocr;

/// <summary>Teaches a network to read lines.</summary>
public sealed class LineLearner(TrainingRecipe recipe, int symbolCount) : ILearner<LineRecognizer>
{
    public IReadOnlyList<string> LossNames { get; } = ["ctc"];

    public LineRecognizer NewNetwork() => OcrTask.NetworkFor(recipe, symbolCount);

    public void Initialize(LineRecognizer network) => LineInitializer.Initialize(network);

    public IReadOnlyList<Tensor> Losses(LineRecognizer network, Tensor input, TrainingBatch batch, StageClock clock)
    {
        clock.Enter(StageClock.Forward);
        var logits = network.forward(input); // [N, T, K + 1]

        clock.Enter(StageClock.Loss);
        return [CtcLoss.Mean(logits, batch.Tags)];
    }

    public void Dispose()
    {
    }
}
