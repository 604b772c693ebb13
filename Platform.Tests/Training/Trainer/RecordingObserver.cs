using Platform.Training.Trainer;

namespace Platform.Tests.Training.Trainer;

/// <summary>Keeps every event.</summary>
internal sealed class RecordingObserver : ITrainingObserver
{
    public List<TrainingEvent> Events { get; } = [];

    public IReadOnlyList<TrainingLosses> BatchLosses => [.. Events.OfType<BatchLogged>().Select(logged => logged.Losses)];

    /// <summary>Drops what happened after a checkpoint, as a run's feed does.</summary>
    public void Forget(int epoch, int step) => Events.RemoveAll(happened => happened switch
    {
        BatchLogged batch => (batch.Epoch, batch.Iteration).CompareTo((epoch + 1, step)) > 0,
        EpochCompleted completed => completed.Epoch > epoch,
        _ => false,
    });

    public void Observe(TrainingEvent trainingEvent) => Events.Add(trainingEvent);
}
