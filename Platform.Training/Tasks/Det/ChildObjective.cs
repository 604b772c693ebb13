using Platform.Training.Assigners;
using Platform.Training.Incremental;
using Platform.Training.Losses;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Det;

/// <summary>What a child learns of boxes and classes, from labels and from its parent's answers, for every task whose network has a detection head.</summary>
internal sealed class ChildObjective : IDisposable
{
    private readonly TrainingRecipe _recipe;
    private readonly GrownClasses _classes;
    private readonly DetectionObjective _objective;
    private readonly GroupedDetectionLoss _loss;

    public ChildObjective(TrainingRecipe recipe, GrownClasses classes)
    {
        (_recipe, _classes) = (recipe, classes);
        var part = recipe.Incremental!;
        var regMax = recipe.ArchitectureFor(classes.Keys.Count).RegMax;
        _objective = new DetectionObjective(recipe, regMax);
        _loss = new GroupedDetectionLoss(recipe.Losses, _objective.Decoder, regMax, part.Completes ? classes.Groups : [.. classes.Keys.Select(_ => 0)]);
        Old = tensor(classes.Old.Select(index => (long)index).ToArray(), device: device(recipe.Device)).DetachFromDisposeScope();
    }

    /// <summary>Names of the terms of <see cref="DistilledObjects"/>.</summary>
    public static IReadOnlyList<string> DistilledNames { get; } = ["distilled_class", "distilled_box"];

    /// <summary>[K], outputs of old classes, which the parent has at the same places.</summary>
    public Tensor Old { get; }

    /// <summary>Weighted terms of classes, boxes and distributions, normalised for each group of classes, and what they were learnt from.</summary>
    public (DetectionTargets Targets, IReadOnlyList<Tensor> Terms) Learn(DetectorOutput output, TrainingBatch batch, StageClock clock)
    {
        clock.Enter(StageClock.Assign);
        var targets = _objective.Assign(output, batch.Truths);
        var trained = TrainedPoints.Of(_objective.Grid, _classes.Keys.Count, batch.Count, batch.Ignored, targets);

        clock.Enter(StageClock.Loss);
        var terms = _loss.Compute(output, targets, trained);
        return (targets, [terms.Class, terms.Box, terms.Distribution]);
    }

    /// <summary>What each positive counts in a further term; see <see cref="GroupedDetectionLoss.Weights"/>.</summary>
    public float[] Weights(DetectionTargets targets, IReadOnlyList<int>? chosen = null) => _loss.Weights(targets, chosen);

    /// <summary>Weighted terms of the parent's answers, and the points where it was asked.</summary>
    public DistilledObjects Distil(DetectorOutput student, DetectorOutput teacher, TrainingBatch batch)
    {
        var part = _recipe.Incremental!.Distillation;
        var consulted = tensor(ConsultedPoints.Of(_objective.Grid, batch.Truths, _classes.Groups), device: device(_recipe.Device)).reshape(batch.Count, _objective.Grid.Count);
        var taught = teacher.ClassLogits.index_select(-1, Old);
        var points = ResponseDistillation.Choose(taught, consulted, part);
        var (classes, box) = ResponseDistillation.Terms(student.ClassLogits.index_select(-1, Old), student.BoxLogits, taught, teacher.BoxLogits, points, part);
        return new DistilledObjects(classes, box, points);
    }

    // [N, A, 4] xyxy, pixels of the input
    public Tensor Boxes(DetectorOutput output) => _objective.Boxes(output);

    // offsets [N, A, 2K] in strides from their points -> [N, A, K, 2], pixels of the input
    public Tensor Places(Tensor offsets) => _objective.Places(offsets);

    public void Dispose()
    {
        Old.Dispose();
        _objective.Dispose();
    }
}

/// <summary>Terms of the parent's answers of classes and boxes.</summary>
/// <param name="Points">Where it was asked and sure.</param>
internal sealed record DistilledObjects(Tensor Class, Tensor Box, ChosenPoints Points);
