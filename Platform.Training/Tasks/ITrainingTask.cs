using Platform.Core.Datasets;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;
using Platform.Training.Inference;
using Platform.Training.Recipes;
using Platform.Training.Trainer;
using Platform.Training.Weights;

namespace Platform.Training.Tasks;

/// <summary>Everything that differs from task to task; chosen once, by the model's task.</summary>
public interface ITrainingTask
{
    ModelTask Task { get; }

    /// <summary>Annotations that it learns from beside boxes; null stands for tags of the whole image.</summary>
    IReadOnlyList<ShapeType?> Shapes { get; }

    /// <summary>The recipe of somebody who changes nothing.</summary>
    TrainingRecipe Defaults { get; }

    /// <summary>Refuses data that nothing can be learnt from, before a run is queued.</summary>
    void Demand(TrainingData data, TrainingRecipe recipe, bool trainOnValidation);

    /// <summary>Brings every image to this machine and makes the samples.</summary>
    Task<TaskData> LoadAsync(TrainingData data, TrainingRecipe recipe, bool trainOnValidation, TrainingFiles files, CancellationToken cancellation);

    /// <summary>Trains on the calling thread, which blocks until the last epoch, or until <paramref name="stop"/> asks for an earlier end.</summary>
    /// <param name="start">Weights from elsewhere to start from; a resumed run has its own. Stay the caller's.</param>
    void Train(
        TaskData data, TrainingRecipe recipe, ICheckpointSink checkpoints, TrainingSnapshot? resumeFrom, ITrainingObserver observer, CancellationToken cancellation,
        StopSignal? stop = null, StartingWeights? start = null);

    /// <summary>How its networks grow from a parent's; null where they cannot yet.</summary>
    IIncrementalTask? Incremental { get; }

    /// <summary>What the network of such a training would take from weights from elsewhere; trains nothing.</summary>
    StartReport TryStart(TrainingData data, TrainingRecipe recipe, StartingWeights start);

    /// <summary>Measures a few steps on some of the images, on the calling thread; nothing else may train meanwhile.</summary>
    StepProbe Measure(TaskData some, TrainingRecipe recipe, CancellationToken cancellation);

    /// <summary>The network of a checkpoint, to be scored and exported.</summary>
    ITrainedNetwork Open(Stream checkpoint, TaskData data);

    /// <summary>Whether a network looks into boxes that are there, rather than at whole images.</summary>
    /// <param name="recipe">What it was trained with, as stored.</param>
    bool ReadsBoxes(string recipe);

    /// <summary>Opens an exported file that looks at whole images.</summary>
    IImageAnnotator OpenAnnotator(string onnxPath);

    /// <summary>Opens an exported file that looks into boxes.</summary>
    IBoxReader OpenBoxReader(string onnxPath);

    /// <summary>Opens an exported file to answer requests; one that looks into boxes takes the whole image for one.</summary>
    IServedNetwork OpenServed(string onnxPath, OnnxDetectorOptions options);
}
