using Platform.Training.Assigners;
using Platform.Training.Losses;
using Platform.Training.Models;
using Platform.Training.Recipes;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Det;

/// <summary>Assigns objects to points and computes the losses of boxes and classes, for every task whose network has a detection head.</summary>
public sealed class DetectionObjective : IDisposable
{
    private readonly DynamicSoftLabelAssigner _assigner;
    private readonly DetectionLoss _loss;
    private readonly Tensor _points;  // [A, 2]
    private readonly Tensor _strides; // [A, 1]

    public DetectionObjective(TrainingRecipe recipe, int regMax)
    {
        using var scope = NewDisposeScope();
        var target = device(recipe.Device);
        Grid = new PointGrid(recipe.ImageSize, recipe.ImageSize);
        _points = Grid.PointTensor(target).DetachFromDisposeScope();
        _strides = Grid.StrideTensor(target).DetachFromDisposeScope();
        _assigner = new DynamicSoftLabelAssigner(Grid);
        Decoder = new BoxDecoder(regMax, target);
        _loss = new DetectionLoss(recipe.Losses, Decoder, regMax);
    }

    /// <summary>Names of the terms that <see cref="Losses"/> gives, in its order.</summary>
    public static IReadOnlyList<string> LossNames { get; } = ["class", "box", "distribution"];

    public PointGrid Grid { get; }

    public BoxDecoder Decoder { get; }

    // Images are independent of each other, so the result does not depend on how they are spread over threads.
    public DetectionTargets Assign(DetectorOutput output, IReadOnlyList<IReadOnlyList<TruthBox>> truths)
    {
        using var noGrad = no_grad();
        var classCount = (int)output.ClassLogits.shape[^1];
        var logits = output.ClassLogits.detach().cpu().contiguous().data<float>().ToArray();
        var boxes = Boxes(output).cpu().contiguous().data<float>().ToArray();
        var assignments = new List<PositivePoint>[truths.Count];
        Parallel.For(0, truths.Count, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, image =>
        {
            assignments[image] = _assigner.Assign(
                logits.AsSpan(image * Grid.Count * classCount, Grid.Count * classCount),
                boxes.AsSpan(image * Grid.Count * 4, Grid.Count * 4),
                classCount,
                [.. truths[image]]);
        });
        return DetectionTargets.Build(Grid, classCount, truths, assignments);
    }

    // [N, A, 4] xyxy, pixels of the input; without gradient
    public Tensor Boxes(DetectorOutput output) => Decoder.Decode(output.BoxLogits.detach(), _points, _strides);

    // offsets [N, A, 2K] in strides from their points, x and y in turn -> [N, A, K, 2], pixels of the input
    public Tensor Places(Tensor offsets) => _points.unsqueeze(1) + (offsets.reshape(offsets.shape[0], Grid.Count, -1, 2) * _strides.unsqueeze(1));

    /// <summary>Weighted scalar terms.</summary>
    public IReadOnlyList<Tensor> Losses(DetectorOutput output, DetectionTargets targets)
    {
        var terms = _loss.Compute(output, targets);
        return [terms.Class, terms.Box, terms.Distribution];
    }

    public void Dispose()
    {
        Decoder.Dispose();
        _points.Dispose();
        _strides.Dispose();
    }
}
