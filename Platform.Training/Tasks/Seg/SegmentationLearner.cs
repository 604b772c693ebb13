using Platform.Training.Assigners;
using Platform.Training.Recipes;
using Platform.Training.Tasks.Det;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Seg;

/// <summary>Teaches a segmenter: boxes and classes as a detector learns them, and at the same points the masks.</summary>
public sealed class SegmentationLearner(TrainingRecipe recipe, int classCount) : ILearner<Segmenter>
{
    private readonly DetectionObjective _objective = new(recipe, recipe.ArchitectureFor(classCount).RegMax);
    private readonly MaskObjective _masks = new(recipe.Segmentation ?? new SegmentationRecipe());

    public IReadOnlyList<string> LossNames { get; } = [.. DetectionObjective.LossNames, "mask"];

    public Segmenter NewNetwork() => new(recipe.ArchitectureFor(classCount), (recipe.Segmentation ?? new SegmentationRecipe()).Prototypes);

    public void Initialize(Segmenter network) => SegmenterInitializer.Initialize(network);

    public IReadOnlyList<Tensor> Losses(Segmenter network, Tensor input, TrainingBatch batch, StageClock clock)
    {
        clock.Enter(StageClock.Forward);
        var output = network.forward(input);

        clock.Enter(StageClock.Assign);
        var targets = _objective.Assign(output.Objects, batch.Truths);

        clock.Enter(StageClock.Loss);
        return [.. _objective.Losses(output.Objects, targets), _masks.Learn(output, targets, batch, chosen => PlainWeights(targets, chosen))];
    }

    public void Dispose() => _objective.Dispose();

    private static float[] PlainWeights(DetectionTargets targets, IReadOnlyList<int> chosen)
    {
        var normalizer = Math.Max(1, chosen.Sum(p => targets.Scores[p]));
        return [.. chosen.Select(p => targets.Scores[p] / normalizer)];
    }
}
