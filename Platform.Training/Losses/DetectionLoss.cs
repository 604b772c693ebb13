using Platform.Training.Assigners;
using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Losses;

/// <summary>The detector's training loss: class scores over all points, boxes and their distributions over the positives.</summary>
public sealed class DetectionLoss
{
    private readonly LossWeights _weights;
    private readonly BoxDecoder _decoder;
    private readonly int _bins;

    public DetectionLoss(LossWeights weights, BoxDecoder decoder, int regMax)
    {
        _weights = weights;
        _decoder = decoder;
        _bins = regMax + 1;
    }

    /// <summary>Weighted terms of one batch; tensors live in the caller's dispose scope.</summary>
    public DetectionLossTerms Compute(DetectorOutput output, DetectionTargets targets)
    {
        var device = output.ClassLogits.device;
        var classCount = output.ClassLogits.shape[^1];
        var classLogits = output.ClassLogits.reshape(-1, classCount); // [N x A, C]
        var classTargets = tensor(targets.ClassScores, device: device).reshape(-1, classCount);
        var classLoss = QualityFocalLoss.Sum(classLogits, classTargets) * (_weights.Class / targets.Normalizer);
        if (targets.PositiveRows.Length == 0)
        {
            // Zero, yet part of the graph: the box branch gets a defined (zero) gradient.
            var none = output.BoxLogits.sum() * 0;
            return new DetectionLossTerms(classLoss, none, none);
        }

        var scores = tensor(targets.Scores, device: device) / targets.Normalizer; // [P]
        var (boxes, distributions) = PerPositive(output, targets);
        return new DetectionLossTerms(classLoss, (boxes * scores).sum() * _weights.Box, (distributions * scores).sum() * _weights.Distribution);
    }

    /// <summary>1 - GIoU and the distribution loss of each positive, [P] each, not weighted yet.</summary>
    internal (Tensor Boxes, Tensor Distributions) PerPositive(DetectorOutput output, DetectionTargets targets)
    {
        var device = output.ClassLogits.device;
        var rows = tensor(targets.PositiveRows, device: device);
        var boxLogits = output.BoxLogits.reshape(-1, 4 * _bins).index_select(0, rows).reshape(-1, 4, _bins); // [P, 4, bins]
        var logProbabilities = boxLogits.log_softmax(-1);
        var points = tensor(targets.Points, device: device).reshape(-1, 2);
        var strides = tensor(targets.Strides, device: device).reshape(-1, 1);
        var truths = tensor(targets.Boxes, device: device).reshape(-1, 4);

        var boxes = _decoder.FromProbabilities(logProbabilities.exp(), points, strides);
        var distances = cat([points - truths.narrow(1, 0, 2), truths.narrow(1, 2, 2) - points], 1) / strides; // [P, 4]
        return (GeneralizedIouLoss.PerBox(boxes, truths), DistributionFocalLoss.PerBox(logProbabilities, distances));
    }
}
