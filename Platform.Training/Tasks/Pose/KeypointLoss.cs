using static TorchSharp.torch;

namespace Platform.Training.Tasks.Pose;

/// <summary>How far predicted keypoints are from the labelled ones, per object.</summary>
public static class KeypointLoss
{
    /// <summary>One tolerance for all points, as in the evaluation: nobody has measured how exactly people place those of an arbitrary skeleton.</summary>
    public const double Sigma = 0.05;

    private const double Epsilon = 1e-9;

    /// <summary>1 - OKS (https://arxiv.org/abs/2204.06806, section 3.3).</summary>
    // predicted, truth [P, K, 2] pixels; labelled [P, K] 0 or 1; areas [P] square pixels -> [P], 0 where nothing is labelled
    public static Tensor Similarity(Tensor predicted, Tensor truth, Tensor labelled, Tensor areas)
    {
        var squared = (predicted - truth).square().sum(-1); // [P, K]
        var similarity = (squared / (areas.unsqueeze(-1) * (-8 * Sigma * Sigma))).exp();
        return MeanOfLabelled(1 - similarity, labelled);
    }

    /// <summary>Distance in units of the object's size.</summary>
    // as above -> [P]
    public static Tensor Distance(Tensor predicted, Tensor truth, Tensor labelled, Tensor areas)
    {
        var squared = (predicted - truth).square().sum(-1); // [P, K]
        return MeanOfLabelled(((squared / areas.unsqueeze(-1)) + Epsilon).sqrt(), labelled);
    }

    /// <summary>Binary cross entropy of which points there are.</summary>
    // logits, labelled [P, K] -> [P]
    public static Tensor Presence(Tensor logits, Tensor labelled) =>
        nn.functional.binary_cross_entropy_with_logits(logits, labelled, reduction: nn.Reduction.None).mean([1]);

    private static Tensor MeanOfLabelled(Tensor values, Tensor labelled) => (values * labelled).sum(-1) / labelled.sum(-1).clamp_min(1);
}
