using Platform.Training.Models;

namespace Platform.Training.Trainer;

/// <summary>Measures a network on the validation images; called on the training thread with the averaged weights in eval mode.</summary>
public interface IDetectionValidator
{
    int ImageCount { get; }

    ValidationMetrics Evaluate(Detector network, CancellationToken cancellationToken);

    /// <summary>The same images every time, so that progress can be seen.</summary>
    IReadOnlyList<SamplePrediction> DrawSamples(Detector network, int count, CancellationToken cancellationToken);
}
