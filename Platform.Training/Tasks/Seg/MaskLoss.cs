using static TorchSharp.torch;

namespace Platform.Training.Tasks.Seg;

/// <summary>Binary cross entropy of each mask inside its own box (YOLACT, https://arxiv.org/abs/1904.02689, section 3.3).</summary>
public static class MaskLoss
{
    /// <summary>Mean over the cells whose centre lies in the box, so that small objects count as much as large ones.</summary>
    // logits, targets [P, h, w]; boxes [P, 4] xyxy in cells -> [P]
    public static Tensor PerObject(Tensor logits, Tensor targets, Tensor boxes)
    {
        var inside = Inside(boxes, logits.shape[1], logits.shape[2]);
        var entropy = nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction: nn.Reduction.None);
        return (entropy * inside).sum([1, 2]) / inside.sum([1, 2]).clamp_min(1);
    }

    // [P, 4] -> [P, h, w], 1 inside and 0 outside
    private static Tensor Inside(Tensor boxes, long height, long width)
    {
        var device = boxes.device;
        var x = (arange(width, dtype: ScalarType.Float32, device: device) + 0.5).reshape(1, 1, width);
        var y = (arange(height, dtype: ScalarType.Float32, device: device) + 0.5).reshape(1, height, 1);
        var sides = boxes.unsqueeze(-1).unsqueeze(-1); // [P, 4, 1, 1]
        var columns = (x > sides.select(1, 0)).logical_and(x < sides.select(1, 2)); // [P, 1, w]
        var rows = (y > sides.select(1, 1)).logical_and(y < sides.select(1, 3)); // [P, h, 1]
        return rows.logical_and(columns).to(ScalarType.Float32);
    }
}
