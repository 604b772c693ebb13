using Platform.Training.Assigners;
using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Losses;

/// <summary>
/// The detector's loss with a divisor for each group of classes. With one divisor for all, the many objects of classes that a network knows already drown
/// the few of a class that it shall learn.
/// </summary>
public sealed class GroupedDetectionLoss
{
    private readonly DetectionLoss _loss;
    private readonly LossWeights _weights;
    private readonly int[] _groupOf;
    private readonly int _groups;

    /// <param name="weights">How much each term counts.</param>
    /// <param name="decoder">Stays the caller's.</param>
    /// <param name="regMax">Largest distance of a box side in strides.</param>
    /// <param name="groupOf">The group of each class, counted from 0.</param>
    public GroupedDetectionLoss(LossWeights weights, BoxDecoder decoder, int regMax, IReadOnlyList<int> groupOf)
    {
        _loss = new DetectionLoss(weights, decoder, regMax);
        _weights = weights;
        _groupOf = [.. groupOf];
        _groups = _groupOf.Max() + 1;
    }

    /// <summary>Each group's divisor: the sum of its target scores, at least 1.</summary>
    /// <param name="targets">Of a batch.</param>
    /// <param name="chosen">Positives that count; null for all.</param>
    public float[] Normalizers(DetectionTargets targets, IReadOnlyList<int>? chosen = null)
    {
        var sums = new float[_groups];
        foreach (var p in chosen ?? [.. Enumerable.Range(0, targets.Scores.Length)])
        {
            sums[_groupOf[targets.Classes[p]]] += targets.Scores[p];
        }

        return Array.ConvertAll(sums, sum => Math.Max(1, sum));
    }

    /// <summary>What each positive counts in a term of its own: its target score over its group's divisor.</summary>
    /// <param name="targets">Of a batch.</param>
    /// <param name="chosen">Positives that count, in the order of the result; null for all.</param>
    public float[] Weights(DetectionTargets targets, IReadOnlyList<int>? chosen = null)
    {
        var normalizers = Normalizers(targets, chosen);
        return [.. (chosen ?? [.. Enumerable.Range(0, targets.Scores.Length)]).Select(p => targets.Scores[p] / normalizers[_groupOf[targets.Classes[p]]])];
    }

    /// <summary>Weighted terms of one batch, each the sum over the groups; tensors live in the caller's dispose scope.</summary>
    /// <param name="output">Of N images.</param>
    /// <param name="targets">What they shall predict.</param>
    /// <param name="trained">[N x A, C]: 0 where a score is neither right nor wrong, as nobody said what is there; else 1.</param>
    public DetectionLossTerms Compute(DetectorOutput output, DetectionTargets targets, float[] trained)
    {
        var device = output.ClassLogits.device;
        var classCount = output.ClassLogits.shape[^1];
        var normalizers = Normalizers(targets);
        var shares = tensor(Array.ConvertAll(_groupOf, group => 1 / normalizers[group]), device: device); // [C]
        var classTargets = tensor(targets.ClassScores, device: device).reshape(-1, classCount);
        var mask = tensor(trained, device: device).reshape(-1, classCount);
        var classLoss = (QualityFocalLoss.PerEntry(output.ClassLogits.reshape(-1, classCount), classTargets) * mask * shares).sum() * _weights.Class;
        if (targets.PositiveRows.Length == 0)
        {
            // Zero, yet part of the graph: the box branch gets a defined (zero) gradient.
            var none = output.BoxLogits.sum() * 0;
            return new DetectionLossTerms(classLoss, none, none);
        }

        var scores = tensor(Weights(targets), device: device); // [P]
        var (boxes, distributions) = _loss.PerPositive(output, targets);
        return new DetectionLossTerms(classLoss, (boxes * scores).sum() * _weights.Box, (distributions * scores).sum() * _weights.Distribution);
    }
}
