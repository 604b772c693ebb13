using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks;

/// <summary>A task whose networks can grow from a parent's.</summary>
public interface IIncrementalTask
{
    /// <summary>Reads a parent's checkpoint; stays the caller's.</summary>
    /// <param name="checkpoint">Best or final weights of a version of the same model.</param>
    /// <param name="recipe">Of the child: where it is trained, at which image size.</param>
    ITeacher OpenTeacher(Stream checkpoint, TrainingRecipe recipe);

    /// <summary>Trains a child from its parent's weights; otherwise as <see cref="ITrainingTask.Train"/>.</summary>
    /// <param name="data">Completed by the run's plan; see <see cref="IncrementalPlan.Apply"/>.</param>
    /// <param name="classes">Which outputs are old.</param>
    /// <param name="teacher">From <see cref="OpenTeacher"/>.</param>
    /// <param name="recipe">With its incremental part.</param>
    /// <param name="checkpoints">Keeps snapshots.</param>
    /// <param name="resumeFrom">A resumed run has its own weights; the teacher is needed all the same.</param>
    /// <param name="observer">Hears every event.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <param name="stop">Asks for an earlier end.</param>
    void TrainChild(
        TaskData data, GrownClasses classes, ITeacher teacher, TrainingRecipe recipe, ICheckpointSink checkpoints, TrainingSnapshot? resumeFrom, ITrainingObserver observer,
        CancellationToken cancellation, StopSignal? stop = null);
}
