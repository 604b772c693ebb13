using Platform.Training.Assigners;
using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Seg;

/// <summary>What a segmenter learns of masks: from labels at the points that objects were given to, and from a parent at those where it is sure.</summary>
internal sealed class MaskObjective(SegmentationRecipe recipe)
{
    /// <summary>Weighted term of the labels.</summary>
    /// <param name="output">Of a batch.</param>
    /// <param name="targets">Of the same.</param>
    /// <param name="batch">With its masks.</param>
    /// <param name="weightsOf">What each of some positives counts.</param>
    public Tensor Learn(SegmenterOutput output, DetectionTargets targets, TrainingBatch batch, Func<IReadOnlyList<int>, float[]> weightsOf)
    {
        var chosen = Choose(targets.PositiveRows.Length);
        if (chosen.Length == 0)
        {
            return None(output);
        }

        var device = output.Coefficients.device;
        var logits = Mix(output, [.. chosen.Select(p => targets.PositiveRows[p])]); // [P, h, w]
        var masks = tensor(Cells(chosen, targets, batch), device: device).reshape(logits.shape);
        var boxes = tensor(chosen.SelectMany(p => targets.Boxes[(4 * p)..((4 * p) + 4)]).ToArray(), device: device).reshape(-1, 4) / MaskGrid.CellPx;
        return (MaskLoss.PerObject(logits, masks, boxes) * tensor(weightsOf(chosen), device: device)).sum() * recipe.MaskWeight;
    }

    /// <summary>
    /// Weighted term of the parent's masks inside its own boxes: the divergence of the cells' yes-or-no answers. Mixed masks are compared rather than coefficients and prototypes:
    /// these mean something together only, and a child must stay free to choose others.
    /// </summary>
    /// <param name="student">Of a batch.</param>
    /// <param name="teacher">Of the same, without gradient.</param>
    /// <param name="boxes">[N, A, 4] of the teacher, xyxy, pixels of the input.</param>
    /// <param name="points">Where it is sure.</param>
    /// <param name="distillation">Weights.</param>
    public Tensor Distil(SegmenterOutput student, SegmenterOutput teacher, Tensor boxes, ChosenPoints points, DistillationRecipe distillation)
    {
        var chosen = Choose(points.Count);
        if (chosen.Length == 0)
        {
            return None(student);
        }

        var places = tensor(chosen.Select(p => (long)p).ToArray(), device: student.Coefficients.device);
        var some = new ChosenPoints(points.Rows.index_select(0, places), points.Confidence.index_select(0, places));
        var rows = some.Rows.cpu().data<long>().ToArray();
        var taught = Mix(teacher, rows);
        var (cells, target) = (some.Of(boxes) / MaskGrid.CellPx, taught.sigmoid());
        return some.Mean(MaskLoss.PerObject(Mix(student, rows), target, cells) - MaskLoss.PerObject(taught, target, cells)) * (distillation.Lambda * distillation.ShapeWeight);
    }

    // Zero, yet part of the graph: the mask branch gets a defined (zero) gradient.
    private static Tensor None(SegmenterOutput output) => (output.Coefficients.sum() + output.Prototypes.sum()) * 0;

    // rows of [N x A], by image -> logits [P, h, w]
    private static Tensor Mix(SegmenterOutput output, IReadOnlyList<long> rows)
    {
        var (points, prototypeCount) = (output.Coefficients.shape[1], output.Coefficients.shape[2]);
        var (height, width) = (output.Prototypes.shape[2], output.Prototypes.shape[3]);
        var coefficients = output.Coefficients.reshape(-1, prototypeCount);
        var logits = new List<Tensor>();
        foreach (var image in rows.GroupBy(row => row / points))
        {
            var some = tensor(image.ToArray(), device: output.Coefficients.device);
            var prototypes = output.Prototypes.select(0, image.Key).reshape(prototypeCount, height * width);
            logits.Add(coefficients.index_select(0, some).matmul(prototypes).reshape(-1, height, width)); // [Pi, h, w]
        }

        return cat(logits, 0);
    }

    // All of them, or as many as memory allows, spread evenly; in the order of their images.
    private int[] Choose(int count)
    {
        var kept = Math.Min(count, recipe.MasksPerStep);
        return [.. Enumerable.Range(0, kept).Select(i => (int)((long)i * count / kept))];
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
