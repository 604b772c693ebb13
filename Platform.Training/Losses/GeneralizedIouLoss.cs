using static TorchSharp.torch;

namespace Platform.Training.Losses;

/// <summary>1 - GIoU (https://arxiv.org/abs/1902.09630), which still has a gradient where boxes do not touch.</summary>
public static class GeneralizedIouLoss
{
    private const double Epsilon = 1e-6;

    // predicted, target [P, 4] xyxy -> [P], 0 for equal boxes, up to 2 for distant ones
    public static Tensor PerBox(Tensor predicted, Tensor target)
    {
        var (p1, p2) = (predicted.narrow(1, 0, 2), predicted.narrow(1, 2, 2)); // [P, 2] corners
        var (t1, t2) = (target.narrow(1, 0, 2), target.narrow(1, 2, 2));
        var intersection = Area(maximum(p1, t1), minimum(p2, t2));
        var union = Area(p1, p2) + Area(t1, t2) - intersection;
        var hull = Area(minimum(p1, t1), maximum(p2, t2));
        var iou = intersection / union.clamp_min(Epsilon);
        return 1 - (iou - ((hull - union) / hull.clamp_min(Epsilon)));
    }

    // corners [P, 2] -> [P]; boxes without area count as empty
    private static Tensor Area(Tensor topLeft, Tensor bottomRight)
    {
        var size = (bottomRight - topLeft).clamp_min(0);
        return size.select(1, 0) * size.select(1, 1);
    }
}
