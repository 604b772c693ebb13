using Platform.Training.Trainer;

namespace Platform.Tests.Training.Trainer;

/// <summary>Keeps every event.</summary>
internal sealed class RecordingObserver : ITrainingObserver
{
    public List<TrainingEvent> Events { get; } = [];

    public IReadOnlyList<TrainingLosses> BatchLosses => [.. Events.OfType<BatchLogged>().Select(logged => logged.Losses)];

    public void Observe(TrainingEvent trainingEvent) => Events.Add(trainingEvent);
}
