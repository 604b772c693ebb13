using static TorchSharp.torch;

namespace Platform.Training.Tasks.Cls;

/// <summary>Cross entropy against a distribution, with label smoothing (https://arxiv.org/abs/1512.00567, section 7).</summary>
public static class SoftCrossEntropy
{
    /// <summary>[N x C] targets: the image's tags share 1 - smoothing alike, all classes together share the smoothing.</summary>
    public static float[] Targets(IReadOnlyList<int[]> tags, int classCount, double smoothing)
    {
        var targets = new float[tags.Count * classCount];
        Array.Fill(targets, (float)(smoothing / classCount));
        for (var image = 0; image < tags.Count; image++)
        {
            foreach (var tag in tags[image])
            {
                targets[(image * classCount) + tag] += (float)((1 - smoothing) / tags[image].Length);
            }
        }

        return targets;
    }

    // logits, targets [N, C] -> scalar: mean over images of -sum(t log p)
    public static Tensor Mean(Tensor logits, Tensor targets) => PerImage(logits, targets).mean();

    // logits, targets [N, C] -> [N]
    public static Tensor PerImage(Tensor logits, Tensor targets) => -(targets * logits.log_softmax(-1)).sum(-1);
}
