using static TorchSharp.torch;

namespace Platform.Training.Losses;

/// <summary>Cross-entropy to the two bins around each true side distance (https://arxiv.org/abs/2006.04388).</summary>
public static class DistributionFocalLoss
{
    /// <summary>Keeps a distance at the far end of the range below the last bin, so that it has a right neighbour.</summary>
    private const double RangeMargin = 0.01;

    // logProbabilities [P, 4, bins], distances [P, 4] in strides -> [P], mean of the four sides
    public static Tensor PerBox(Tensor logProbabilities, Tensor distances)
    {
        var bins = logProbabilities.shape[^1];
        var clamped = distances.clamp(0, bins - 1 - RangeMargin);
        var left = clamped.floor();
        var rightWeight = clamped - left;
        var leftBin = left.to(ScalarType.Int64).unsqueeze(-1); // [P, 4, 1]
        var leftLog = logProbabilities.gather(-1, leftBin).squeeze(-1);
        var rightLog = logProbabilities.gather(-1, leftBin + 1).squeeze(-1);
        return -((leftLog * (1 - rightWeight)) + (rightLog * rightWeight)).mean([1]);
    }
}
