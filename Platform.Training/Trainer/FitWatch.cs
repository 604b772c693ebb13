using static TorchSharp.torch;

namespace Platform.Training.Trainer;

/// <summary>
/// Puts the same figures of both sides next to each other after an epoch: losses of validation images beside those that are trained on, scores of training images
/// beside those of validation. Where the two part, the network learns its images by heart. Draws no random number, so that a run is the same with and without it.
/// </summary>
/// <param name="learner">Of the training; stays the caller's.</param>
/// <param name="validation">Some validation images, unchanged.</param>
/// <param name="train">Some training images, unchanged.</param>
/// <param name="time">Measures nothing that is told; the learner wants a clock.</param>
public sealed class FitWatch<TNetwork>(ILearner<TNetwork> learner, ITrainingBatches validation, IValidator<TNetwork> train, TimeProvider time)
    where TNetwork : nn.Module
{
    /// <summary>On the training thread.</summary>
    /// <param name="network">The averaged weights, in eval mode.</param>
    /// <param name="toInput">Puts a batch's pixels onto the device: [N, 3, H, W].</param>
    /// <param name="device">Of the network.</param>
    /// <param name="cancellation">Takes effect between two batches.</param>
    public FitFigures Measure(TNetwork network, Func<TrainingBatch, Tensor> toInput, Device device, CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        using var meter = new LossMeter(learner.LossNames, device);
        var clock = new StageClock(time);
        foreach (var batch in validation.Epoch(0, cancellation))
        {
            using var scope = NewDisposeScope();
            meter.Add(learner.Losses(network, toInput(batch), batch, clock), zeros(1, device: device).squeeze());
        }

        return new FitFigures(meter.ReadEpoch(), train.Evaluate(network, cancellation));
    }
}

/// <summary>What a network reaches on images that it does not learn from, and on some that it does.</summary>
/// <param name="ValidationLosses">Mean over the batches; the gradient norm is 0.</param>
/// <param name="TrainMetrics">Scores on training images.</param>
public sealed record FitFigures(TrainingLosses ValidationLosses, ValidationMetrics TrainMetrics);
