using Platform.Training.Data;
using Platform.Training.Incremental;
using Platform.Training.Models;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Det;

public sealed partial class DetectionTask : IIncrementalTask
{
    /// <summary>Whether a tensor of a detector has one row a class.</summary>
    public static bool IsClassOutput(string name) => name.StartsWith("head.cls_preds.", StringComparison.Ordinal);

    public ITeacher OpenTeacher(Stream checkpoint, TrainingRecipe recipe) => new DetectionTeacher(checkpoint, recipe, Codec);

    public void TrainChild(
        TaskData data, GrownClasses classes, ITeacher teacher, TrainingRecipe recipe, ICheckpointSink checkpoints, TrainingSnapshot? resumeFrom, ITrainingObserver observer,
        CancellationToken cancellation, StopSignal? stop = null)
    {
        var parent = ((DetectionTeacher)teacher).Network;
        var cache = new DecodeCache(Codec, recipe.ImageSize);
        var batches = NewBatches(data, cache, recipe);
        using var learner = new IncrementalDetectionLearner(recipe, classes, parent, batches.BatchesPerEpoch, data.Train.Count);
        var made = new List<Tensor>();
        var start = resumeFrom is null ? HeadExpansion.Grow(parent.state_dict(), IsClassOutput, classes, recipe.Seed, made) : null;
        try
        {
            Run(data, recipe, learner, batches, cache, start, checkpoints, resumeFrom, observer, cancellation, stop);
        }
        finally
        {
            made.ForEach(tensor => tensor.Dispose());
        }
    }

    protected override IValidator<Detector> NewJudge(TaskData data, TrainingRecipe recipe, DecodeCache cache)
    {
        var own = NewDetectionValidator(data.Validation);
        return data.EarlierValidation.Count == 0 ? own : new ChildDetectionValidator(own, [.. data.EarlierValidation.Select(earlier => (earlier.Classes, NewDetectionValidator(earlier.Samples)))]);

        DetectionValidator NewDetectionValidator(IReadOnlyList<TrainingSample> samples) => new(samples, data.Classes, cache, Codec, recipe.ImageSize, recipe.BatchSize);
    }
}
