using Platform.Training.Assigners;
using Platform.Training.Data;
using Platform.Training.Recipes;
using Platform.Training.Tasks.Det;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Seg;

/// <summary>Teaches a segmenter: boxes and classes as a detector learns them, and at the same points the masks.</summary>
public sealed class SegmentationLearner(TrainingRecipe recipe, int classCount) : ILearner<Segmenter>
{
    private readonly DetectionObjective _objective = new(recipe, recipe.ArchitectureFor(classCount).RegMax);
    private readonly SegmentationRecipe _masks = recipe.Segmentation ?? new SegmentationRecipe();

    public IReadOnlyList<string> LossNames { get; } = [.. DetectionObjective.LossNames, "mask"];

    public Segmenter NewNetwork() => new(recipe.ArchitectureFor(classCount), _masks.Prototypes);

    public void Initialize(Segmenter network) => SegmenterInitializer.Initialize(network);

    public IReadOnlyList<Tensor> Losses(Segmenter network, Tensor input, TrainingBatch batch, StageClock clock)
    {
        clock.Enter(StageClock.Forward);
        var output = network.forward(input);

        clock.Enter(StageClock.Assign);
        var targets = _objective.Assign(output.Objects, batch.Truths);

        clock.Enter(StageClock.Loss);
        return [.. _objective.Losses(output.Objects, targets), Masks(output, targets, batch)];
    }

    public void Dispose() => _objective.Dispose();

    private Tensor Masks(SegmenterOutput output, DetectionTargets targets, TrainingBatch batch)
    {
        var chosen = Choose(targets.PositiveRows.Length);
        if (chosen.Length == 0)
        {
            // Zero, yet part of the graph: the mask branch gets a defined (zero) gradient.
            return (output.Coefficients.sum() + output.Prototypes.sum()) * 0;
        }

        var (height, width) = (output.Prototypes.shape[2], output.Prototypes.shape[3]);
        var device = output.Coefficients.device;
        var prototypeCount = output.Coefficients.shape[^1];
        var coefficients = output.Coefficients.reshape(-1, prototypeCount);
        var logits = new List<Tensor>();
        foreach (var image in chosen.GroupBy(p => targets.Images[p]))
        {
            var rows = tensor(image.Select(p => targets.PositiveRows[p]).ToArray(), device: device);
            var prototypes = output.Prototypes.select(0, image.Key).reshape(prototypeCount, height * width);
            logits.Add(coefficients.index_select(0, rows).matmul(prototypes).reshape(-1, height, width)); // [Pi, h, w]
        }

        var masks = tensor(Cells(chosen, targets, batch), device: device).reshape(-1, height, width); // [P, h, w]
        var boxes = tensor(chosen.SelectMany(p => targets.Boxes[(4 * p)..((4 * p) + 4)]).ToArray(), device: device).reshape(-1, 4) / MaskGrid.CellPx;
        var scores = tensor(chosen.Select(p => targets.Scores[p]).ToArray(), device: device); // [P]
        var normalizer = Math.Max(1, chosen.Sum(p => targets.Scores[p]));
        return (MaskLoss.PerObject(cat(logits, 0), masks, boxes) * scores).sum() * (_masks.MaskWeight / normalizer);
    }

    // All positives, or as many as memory allows, spread evenly; in the order of their images.
    private int[] Choose(int positives)
    {
        var count = Math.Min(positives, _masks.MasksPerStep);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * positives / count))];
    }

    private static float[] Cells(int[] chosen, DetectionTargets targets, TrainingBatch batch)
    {
        var cells = new List<float>();
        foreach (var p in chosen)
        {
            cells.AddRange(batch.Masks[targets.Images[p]][targets.Truths[p]].Cast<bool>().Select(isInside => isInside ? 1f : 0f));
        }

        return [.. cells];
    }
}
