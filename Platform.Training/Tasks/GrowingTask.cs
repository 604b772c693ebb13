using Platform.Core.Datasets;
using Platform.Core.Shared;
using Platform.Training.Checkpoints;
using Platform.Training.Data;
using Platform.Training.Imaging;
using Platform.Training.Incremental;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Training.Tasks;

/// <summary>The way of a child's training that all tasks share; a task says what its network looks like in it, how its parent looks at images, and what its learner adds.</summary>
public abstract class GrowingTask<TNetwork>(OpenCvImageCodec codec, TimeProvider time) : TrainingTask<TNetwork>(codec, time), IIncrementalTask
    where TNetwork : nn.Module
{
    public IReadOnlyList<TrainingClass> OutputsOf(TrainingData data, TrainingRecipe recipe) => ClassesOf(data, recipe);

    public virtual IReadOnlyList<int>? LabelsOf(TrainingImage image, TrainingRecipe recipe) => [.. image.Shapes.Select(shape => shape.ClassIndex)];

    public virtual double ScoreUntold(PseudoLabelRecipe recipe) => recipe.Score;

    public virtual void DemandParent(TrainingRecipe parent, TrainingRecipe child)
    {
        if (parent.ArchitectureFor(1) != child.ArchitectureFor(1))
        {
            throw new DomainRuleException(
                "incremental.other_size", "A child has a network of its parent's size, or its weights could not be taken over. Use the parent's size and width.");
        }
    }

    public virtual void DemandClass(TrainingClass parent, TrainingClass child)
    {
    }

    public ITeacher OpenTeacher(Stream checkpoint, TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes)
    {
        var loaded = NetworkFile.Read(checkpoint, (stored, _) => NewNetwork(stored, classes));
        loaded.Network.to(device(recipe.Device));
        loaded.Network.eval();
        loaded.Network.requires_grad_(false);
        return new Teacher(loaded, (samples, thresholds, cancellation) => Look(loaded.Network, samples, classes, recipe, thresholds, cancellation));
    }

    public void TrainChild(
        TaskData data, GrownClasses classes, ITeacher teacher, TrainingRecipe recipe, ICheckpointSink checkpoints, TrainingSnapshot? resumeFrom, ITrainingObserver observer,
        CancellationToken cancellation, StopSignal? stop = null)
    {
        var parent = ((Teacher)teacher).Network;
        var cache = new DecodeCache(Codec, recipe.ImageSize);
        var batches = NewBatches(data, cache, recipe);
        using var learner = NewChildLearner(new ChildSetup<TNetwork>(recipe, classes, parent, batches.BatchesPerEpoch, data.Train.Count), data.Classes);
        var made = new List<Tensor>();
        var start = resumeFrom is null ? HeadExpansion.Grow(parent.state_dict(), name => RowsOf(name, classes, data.Classes), recipe.Seed, made) : null;
        try
        {
            Run(data, recipe, learner, batches, cache, start, checkpoints, resumeFrom, observer, cancellation, stop);
        }
        finally
        {
            made.ForEach(tensor => tensor.Dispose());
        }
    }

    protected abstract override IClassValidator<TNetwork> NewValidator(
        IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DecodeCache cache);

    protected override IValidator<TNetwork> NewJudge(TaskData data, TrainingRecipe recipe, DecodeCache cache)
    {
        var own = NewValidator(data.Validation, data.Classes, recipe, cache);
        return data.EarlierValidation.Count == 0
            ? own
            : new ChildValidator<TNetwork>(own, [.. data.EarlierValidation.Select(earlier => (earlier.Classes, NewValidator(earlier.Samples, data.Classes, recipe, cache)))]);
    }

    /// <summary>What becomes of the rows of a network's tensor; null where they are no classes and stay.</summary>
    /// <param name="name">Of the tensor.</param>
    /// <param name="classes">Which outputs are old.</param>
    /// <param name="outputs">All of them, in their order.</param>
    protected virtual GrownRows? RowsOf(string name, GrownClasses classes, IReadOnlyList<TrainingClass> outputs) =>
        name.StartsWith("head.cls_preds.", StringComparison.Ordinal) ? GrownRows.OfClasses(classes) : null;

    /// <summary>What a parent sees; see <see cref="ITeacher.Look"/>.</summary>
    /// <param name="parent">In eval mode.</param>
    /// <param name="samples">Images.</param>
    /// <param name="classes">Those that the parent has outputs for.</param>
    /// <param name="recipe">Of the child.</param>
    /// <param name="thresholds">What is told.</param>
    /// <param name="cancellation">Ends the looking.</param>
    private protected abstract IReadOnlyList<IReadOnlyList<Guess>> Look(
        TNetwork parent, IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DetectionThresholds thresholds, CancellationToken cancellation);

    private protected abstract ILearner<TNetwork> NewChildLearner(ChildSetup<TNetwork> setup, IReadOnlyList<TrainingClass> classes);

    private sealed class Teacher(
        LoadedNetwork<TNetwork> loaded, Func<IReadOnlyList<TrainingSample>, DetectionThresholds, CancellationToken, IReadOnlyList<IReadOnlyList<Guess>>> look) : ITeacher
    {
        public TNetwork Network => loaded.Network;

        public IReadOnlyList<IReadOnlyList<Guess>> Look(IReadOnlyList<TrainingSample> samples, double fromScore, double nmsIou, CancellationToken cancellation) =>
            look(samples, new DetectionThresholds((float)fromScore, (float)nmsIou), cancellation);

        public void Dispose() => loaded.Dispose();
    }
}
