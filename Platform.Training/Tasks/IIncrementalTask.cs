using Platform.Core.Datasets;
using Platform.Core.Shared;
using Platform.Training.Incremental;
using Platform.Training.Recipes;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks;

/// <summary>A task whose networks can grow from a parent's.</summary>
public interface IIncrementalTask
{
    /// <summary>The classes of the data's ontology that its networks have outputs for, in their order.</summary>
    IReadOnlyList<TrainingClass> OutputsOf(TrainingData data, TrainingRecipe recipe);

    /// <summary>What it learns from an image: indexes of the ontology's classes, one a label. Null where the image makes no sample.</summary>
    IReadOnlyList<int>? LabelsOf(TrainingImage image, TrainingRecipe recipe);

    /// <summary>From which score on a guess is a label where the parent's evaluation says nothing of its class.</summary>
    double ScoreUntold(PseudoLabelRecipe recipe);

    /// <summary>Refuses a child whose network could not take over its parent's weights.</summary>
    /// <param name="parent">What the parent was trained with.</param>
    /// <param name="child">What the child shall be trained with.</param>
    /// <exception cref="DomainRuleException">Names what must be the same.</exception>
    void DemandParent(TrainingRecipe parent, TrainingRecipe child);

    /// <summary>Refuses a class that is no longer drawn as the parent learnt it.</summary>
    /// <exception cref="DomainRuleException">Names the class and what must be the same.</exception>
    void DemandClass(TrainingClass parent, TrainingClass child);

    /// <summary>Reads a parent's checkpoint; stays the caller's.</summary>
    /// <param name="checkpoint">Best or final weights of a version of the same model.</param>
    /// <param name="recipe">Of the child: where it is trained, at which image size.</param>
    /// <param name="classes">Those that the parent has outputs for, in their order.</param>
    ITeacher OpenTeacher(Stream checkpoint, TrainingRecipe recipe, IReadOnlyList<TrainingClass> classes);

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
