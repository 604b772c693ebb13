using Platform.Training.Assigners;
using Platform.Training.Incremental;
using Platform.Training.Losses;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Det;

/// <summary>Teaches a detector new classes beside those of its parent.</summary>
internal sealed class IncrementalDetectionLearner : ILearner<Detector>
{
    private readonly TrainingRecipe _recipe;
    private readonly IncrementalRecipe _incremental;
    private readonly GrownClasses _classes;
    private readonly Detector _teacher;
    private readonly DetectionObjective _objective;
    private readonly GroupedDetectionLoss _loss;
    private readonly Tensor _old; // [K], outputs of old classes, which the teacher has at the same places
    private readonly int _frozenSteps;
    private readonly bool _normsStay;

    /// <param name="recipe">With its incremental part.</param>
    /// <param name="classes">Which outputs are old.</param>
    /// <param name="teacher">In eval mode; stays the caller's.</param>
    /// <param name="stepsPerEpoch">How long the trunk stays frozen follows from it.</param>
    /// <param name="newImages">Few of them leave the trunk's normalisation as it is.</param>
    public IncrementalDetectionLearner(TrainingRecipe recipe, GrownClasses classes, Detector teacher, int stepsPerEpoch, int newImages)
    {
        (_recipe, _incremental, _classes, _teacher) = (recipe, recipe.Incremental!, classes, teacher);
        var regMax = recipe.ArchitectureFor(classes.Keys.Count).RegMax;
        _objective = new DetectionObjective(recipe, regMax);
        _loss = new GroupedDetectionLoss(recipe.Losses, _objective.Decoder, regMax, _incremental.Completes ? classes.Groups : [.. classes.Keys.Select(_ => 0)]);
        _old = tensor(classes.Old.Select(index => (long)index).ToArray(), device: device(recipe.Device)).DetachFromDisposeScope();
        _frozenSteps = _incremental.FrozenEpochs * stepsPerEpoch;
        _normsStay = newImages < _incremental.NormFrozenBelow;
    }

    public IReadOnlyList<string> LossNames => Distils ? [.. DetectionObjective.LossNames, "distilled_class", "distilled_box"] : DetectionObjective.LossNames;

    private bool Distils => _incremental.Distils && _classes.Old.Count > 0;

    public Detector NewNetwork() => new(_recipe.ArchitectureFor(_classes.Keys.Count));

    public void Initialize(Detector network) => DetectorInitializer.Initialize(network);

    public void BeforeStep(Detector network, int iteration)
    {
        var isFrozen = iteration < _frozenSteps;
        foreach (nn.Module trunk in new nn.Module[] { network.Backbone, network.Neck })
        {
            trunk.requires_grad_(!isFrozen);
            trunk.train(!isFrozen && !_normsStay);
        }
    }

    public IReadOnlyList<Tensor> Losses(Detector network, Tensor input, TrainingBatch batch, StageClock clock)
    {
        clock.Enter(StageClock.Forward);
        var output = network.forward(input);

        clock.Enter(StageClock.Assign);
        var targets = _objective.Assign(output, batch.Truths);
        var trained = TrainedPoints.Of(_objective.Grid, _classes.Keys.Count, batch.Count, batch.Ignored, targets);

        clock.Enter(StageClock.Loss);
        var terms = _loss.Compute(output, targets, trained);
        return Distils ? [terms.Class, terms.Box, terms.Distribution, .. Distil(output, input, batch.Truths)] : [terms.Class, terms.Box, terms.Distribution];
    }

    public void Dispose()
    {
        _old.Dispose();
        _objective.Dispose();
    }

    // Both networks see the same augmented pixels.
    private Tensor[] Distil(DetectorOutput output, Tensor input, IReadOnlyList<IReadOnlyList<TruthBox>> truths)
    {
        DetectorOutput taught;
        using (no_grad())
        {
            taught = _teacher.forward(input);
        }

        var consulted = tensor(ConsultedPoints.Of(_objective.Grid, truths, _classes.Groups), device: device(_recipe.Device)).reshape(truths.Count, _objective.Grid.Count);
        var (classes, box) = ResponseDistillation.Terms(
            output.ClassLogits.index_select(-1, _old), output.BoxLogits, taught.ClassLogits.index_select(-1, _old), taught.BoxLogits, consulted, _incremental.Distillation);
        return [classes, box];
    }
}
