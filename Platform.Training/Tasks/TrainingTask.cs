using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Training.Checkpoints;
using Platform.Training.Data;
using Platform.Training.Export.Onnx;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Tensors;
using Platform.Training.Trainer;
using Platform.Training.Weights;
using static TorchSharp.torch;

namespace Platform.Training.Tasks;

/// <summary>The way of a training that all tasks share; a task says which network, which learner, which scores.</summary>
public abstract class TrainingTask<TNetwork>(OpenCvImageCodec codec, TimeProvider time) : ITrainingTask
    where TNetwork : nn.Module
{
    /// <summary>Images that an exported file is compared with its network on.</summary>
    protected const int ParityImages = 20;

    public abstract ModelTask Task { get; }

    public abstract IReadOnlyList<ShapeType?> Shapes { get; }

    public abstract TrainingRecipe Defaults { get; }

    protected OpenCvImageCodec Codec => codec;

    public void Demand(TrainingData data, TrainingRecipe recipe, bool trainOnValidation)
    {
        var train = data.In(TrainSplits(trainOnValidation));
        if (train.Count == 0)
        {
            throw new DomainRuleException("training.empty_split", "The train split of this version holds no image. Make a new draft from it, assign images to train, and freeze it.");
        }

        DemandLabels(train, data, ClassesOf(data, recipe), recipe);
    }

    public async Task<TaskData> LoadAsync(TrainingData data, TrainingRecipe recipe, bool trainOnValidation, TrainingFiles files, CancellationToken cancellation)
    {
        var classes = ClassesOf(data, recipe);
        var maker = SampleMaker(data, classes, recipe);
        var samples = new Dictionary<string, IReadOnlyList<TrainingSample>>(StringComparer.Ordinal);
        foreach (var image in data.Images)
        {
            samples[image.Name] = maker(image, await files.GetPathAsync(image, cancellation).ConfigureAwait(false));
        }

        var all = new TaskData(classes, Of(TrainSplits(trainOnValidation)), trainOnValidation ? [] : Of([SplitKind.Val]), Of([SplitKind.Test])) { Labels = LabelsOf(data, recipe), Images = data.Images };
        return Complete(all, recipe);

        IReadOnlyList<TrainingSample> Of(SplitKind[] splits) => [.. data.In(splits).SelectMany(image => samples[image.Name])];
    }

    public void Train(
        TaskData data, TrainingRecipe recipe, ICheckpointSink checkpoints, TrainingSnapshot? resumeFrom, ITrainingObserver observer, CancellationToken cancellation,
        StopSignal? stop = null, StartingWeights? start = null)
    {
        var cache = new DecodeCache(codec, recipe.ImageSize);
        using var learner = NewLearner(recipe, data.Classes);
        Run(data, recipe, learner, NewBatches(data, cache, recipe), cache, start?.Tensors, checkpoints, resumeFrom, observer, cancellation, stop);
    }

    public StepProbe Measure(TaskData some, TrainingRecipe recipe, CancellationToken cancellation)
    {
        var cache = new DecodeCache(codec, recipe.ImageSize);
        using var learner = NewLearner(recipe, some.Classes);
        var validator = some.Validation.Count == 0 ? null : NewValidator(some.Validation, some.Classes, recipe, cache);
        return StepProbe.Measure(recipe, learner, NewBatches(some.Train, cache, recipe), validator, time, cancellation);
    }

    public StartReport TryStart(TrainingData data, TrainingRecipe recipe, StartingWeights start)
    {
        using var network = NewNetwork(recipe, ClassesOf(data, recipe));
        return StartReport.Of(start, WeightLoader.Load(network, start.Tensors));
    }

    public ITrainedNetwork Open(Stream checkpoint, TaskData data) => new Trained(this, NetworkFile.Read(checkpoint, (recipe, _) => NewNetwork(recipe, data.Classes)), data);

    public IIncrementalTask? Incremental => this as IIncrementalTask;

    public virtual bool ReadsBoxes(string recipe) => false;

    public virtual IImageAnnotator OpenAnnotator(string onnxPath) => throw new NotSupportedException($"Networks for {Task} do not look at whole images.");

    public virtual IBoxReader OpenBoxReader(string onnxPath) => throw new NotSupportedException($"Networks for {Task} do not look into boxes.");

    public abstract IServedNetwork OpenServed(string onnxPath, OnnxDetectorOptions options);

    /// <summary>Trains by a learner on the calling thread.</summary>
    protected void Run(
        TaskData data, TrainingRecipe recipe, ILearner<TNetwork> learner, ITrainingBatches batches, DecodeCache cache, IReadOnlyDictionary<string, Tensor>? start,
        ICheckpointSink checkpoints, TrainingSnapshot? resumeFrom, ITrainingObserver observer, CancellationToken cancellation, StopSignal? stop)
    {
        var validator = data.Validation.Count == 0 ? null : NewJudge(data, recipe, cache);
        new TaskTrainer<TNetwork>(recipe, learner, batches, validator, checkpoints, observer, time)
        {
            Stop = stop, InitialWeights = start, Fit = NewFitWatch(data, recipe, learner, cache),
        }.Run(resumeFrom, cancellation);
    }

    /// <summary>Picks the best epoch.</summary>
    protected virtual IValidator<TNetwork> NewJudge(TaskData data, TrainingRecipe recipe, DecodeCache cache) => NewValidator(data.Validation, data.Classes, recipe, cache);

    /// <summary>Training batches, with what is shown again where there is anything.</summary>
    protected ITrainingBatches NewBatches(TaskData data, DecodeCache cache, TrainingRecipe recipe) => data.Rehearsal.Count == 0
        ? NewBatches(data.Train, cache, recipe)
        : new LoaderBatches(
            [.. data.Train, .. data.Rehearsal], cache, recipe,
            new RehearsalOrder(data.Train.Count, data.Rehearsal.Count, recipe.BatchSize, recipe.Incremental?.Rehearsal.BatchShare ?? 0, recipe.Seed));

    /// <summary>Refuses images without anything to learn from.</summary>
    protected abstract void DemandLabels(IReadOnlyList<TrainingImage> train, TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe);

    /// <summary>The classes of the ontology that the network tells apart, in the order of its outputs.</summary>
    protected abstract IReadOnlyList<TrainingClass> ClassesOf(TrainingData data, TrainingRecipe recipe);

    /// <summary>The classes of the ontology whose shapes it learns from, where these are not what it tells apart.</summary>
    protected virtual IReadOnlyList<TrainingClass> LabelsOf(TrainingData data, TrainingRecipe recipe) => ClassesOf(data, recipe);

    /// <summary>Takes out what cannot be learnt once all samples are known, and notes it.</summary>
    protected virtual TaskData Complete(TaskData data, TrainingRecipe recipe) => data;

    /// <summary>Training batches of the samples.</summary>
    protected virtual ITrainingBatches NewBatches(IReadOnlyList<TrainingSample> samples, DecodeCache cache, TrainingRecipe recipe) => new LoaderBatches(samples, cache, recipe);

    /// <summary>Makes the samples of an image from its file; an image that teaches nothing makes none.</summary>
    protected abstract Func<TrainingImage, string, IReadOnlyList<TrainingSample>> SampleMaker(TrainingData data, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe);

    protected abstract TNetwork NewNetwork(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes);

    protected abstract ILearner<TNetwork> NewLearner(TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes);

    protected abstract ITaskValidator<TNetwork> NewValidator(IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingClass> classes, TrainingRecipe recipe, DecodeCache cache);

    protected abstract ExportedNetwork Export(LoadedNetwork<TNetwork> trained, TaskData data, Guid modelVersionId, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation);

    /// <summary>The network as a graph in single precision, with its raw outputs.</summary>
    protected abstract OnnxGraphBuilder Draw(LoadedNetwork<TNetwork> trained, TaskData data, Guid modelVersionId);

    /// <summary>The network itself, giving what the graph's outputs give, in their order.</summary>
    protected abstract INetworkRunner OpenRunner(LoadedNetwork<TNetwork> trained);

    private FitWatch<TNetwork>? NewFitWatch(TaskData data, TrainingRecipe recipe, ILearner<TNetwork> learner, DecodeCache cache)
    {
        var count = recipe.Reporting.FitImageCount;
        return count == 0 || data.Validation.Count == 0 ? null : new FitWatch<TNetwork>(
            learner,
            NewBatches([.. SampleChoice.Spread(data.Validation, count)], cache, recipe with { Augmentation = AugmentationRecipe.None }),
            NewValidator([.. SampleChoice.Spread(data.Train, count)], data.Classes, recipe, cache),
            time);
    }

    private static SplitKind[] TrainSplits(bool trainOnValidation) => trainOnValidation ? [SplitKind.Train, SplitKind.Val] : [SplitKind.Train];

    private sealed class Trained(TrainingTask<TNetwork> task, LoadedNetwork<TNetwork> loaded, TaskData data) : ITrainedNetwork
    {
        public (int Width, int Height) InputPx => (loaded.Recipe.ImageSize, loaded.Recipe.InputHeight);

        public TaskScores Evaluate(IReadOnlyList<TrainingSample> samples, CancellationToken cancellation) => NewValidator(samples).Score(loaded.Network, cancellation);

        public TaskScores Evaluate(INetworkRunner runner, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation) => NewValidator(samples).ScoreOutputs(runner, cancellation);

        public OnnxGraphBuilder Draw(Guid modelVersionId) => task.Draw(loaded, data, modelVersionId);

        public INetworkRunner OpenRunner() => task.OpenRunner(loaded);

        public ExportedNetwork Export(Guid modelVersionId, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation) =>
            task.Export(loaded, data, modelVersionId, samples, cancellation);

        public void Dispose() => loaded.Dispose();

        private ITaskValidator<TNetwork> NewValidator(IReadOnlyList<TrainingSample> samples) =>
            task.NewValidator(samples, data.Classes, loaded.Recipe, new DecodeCache(task.Codec, loaded.Recipe.ImageSize));
    }
}
