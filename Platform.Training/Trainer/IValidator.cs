using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>Measures a network on the validation images; called on the training thread with the averaged weights in eval mode.</summary>
public interface IValidator<in TNetwork>
    where TNetwork : nn.Module
{
    int ImageCount { get; }

    ValidationMetrics Evaluate(TNetwork network, CancellationToken cancellationToken);

    /// <summary>The images of <see cref="DrawSamples"/> with what people annotated on them; none where a task draws none.</summary>
    IReadOnlyList<SamplePrediction> DrawTruth(int count, CancellationToken cancellationToken) => [];

    /// <summary>The same images every time, so that progress can be seen.</summary>
    IReadOnlyList<SamplePrediction> DrawSamples(TNetwork network, int count, CancellationToken cancellationToken);
}
