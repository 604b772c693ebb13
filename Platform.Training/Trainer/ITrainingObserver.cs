namespace Platform.Training.Trainer;

/// <summary>Hears what happens in a run. Called on the training thread: must return at once and never throw.</summary>
public interface ITrainingObserver
{
    void Observe(TrainingEvent trainingEvent);
}
