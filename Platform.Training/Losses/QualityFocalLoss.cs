using static TorchSharp.torch;

namespace Platform.Training.Losses;

/// <summary>Focal loss against soft labels (https://arxiv.org/abs/2006.04388), beta 2: the score learns class and box quality at once.</summary>
public static class QualityFocalLoss
{
    // logits, targets [R, C] -> scalar sum
    public static Tensor Sum(Tensor logits, Tensor targets) => PerEntry(logits, targets).sum();

    // logits, targets [R, C] -> [R, C]
    public static Tensor PerEntry(Tensor logits, Tensor targets)
    {
        var distance = targets - logits.sigmoid();
        var crossEntropy = nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction: nn.Reduction.None);
        return crossEntropy * distance * distance;
    }
}
