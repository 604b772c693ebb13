using Platform.Training.Models;

namespace Platform.Training.Assigners;

/// <summary>What a batch shall predict, as flat buffers ready to become tensors; N images, A points, C classes, P positives.</summary>
public sealed class DetectionTargets
{
    private DetectionTargets(int rows, int classCount, int positives)
    {
        ClassScores = new float[rows * classCount];
        PositiveRows = new long[positives];
        Boxes = new float[positives * 4];
        Scores = new float[positives];
        Points = new float[positives * 2];
        Strides = new float[positives];
        Images = new int[positives];
        Truths = new int[positives];
        Classes = new int[positives];
    }

    /// <summary>[N x A, C]; the IoU at a positive's class, else zero.</summary>
    public float[] ClassScores { get; }

    /// <summary>[P], rows of [N x A].</summary>
    public long[] PositiveRows { get; }

    /// <summary>[P, 4] xyxy, pixels.</summary>
    public float[] Boxes { get; }

    /// <summary>[P], target scores.</summary>
    public float[] Scores { get; }

    /// <summary>[P, 2] x y, pixels.</summary>
    public float[] Points { get; }

    /// <summary>[P], pixels.</summary>
    public float[] Strides { get; }

    /// <summary>[P], the image of the batch that each positive lies in.</summary>
    public int[] Images { get; }

    /// <summary>[P], which of the image's truths it shall predict.</summary>
    public int[] Truths { get; }

    /// <summary>[P], the class of each positive.</summary>
    public int[] Classes { get; }

    /// <summary>The losses' common divisor: sum of target scores, at least 1 so that an empty batch stays finite.</summary>
    public float Normalizer { get; private set; } = 1;

    /// <summary>Joins the assignments of a batch's images.</summary>
    public static DetectionTargets Build(
        PointGrid grid, int classCount, IReadOnlyList<IReadOnlyList<TruthBox>> truths, IReadOnlyList<List<PositivePoint>> assignments)
    {
        var targets = new DetectionTargets(assignments.Count * grid.Count, classCount, assignments.Sum(image => image.Count));
        var p = 0;
        for (var image = 0; image < assignments.Count; image++)
        {
            foreach (var positive in assignments[image])
            {
                (targets.Images[p], targets.Truths[p]) = (image, positive.Truth);
                targets.Write(p++, (image * grid.Count) + positive.Point, positive, truths[image][positive.Truth], grid, classCount);
            }
        }

        targets.Normalizer = Math.Max(1, targets.Scores.Sum());
        return targets;
    }

    private void Write(int p, int row, PositivePoint positive, TruthBox truth, PointGrid grid, int classCount)
    {
        ClassScores[(row * classCount) + truth.ClassIndex] = positive.Score;
        PositiveRows[p] = row;
        Classes[p] = truth.ClassIndex;
        (Boxes[4 * p], Boxes[(4 * p) + 1], Boxes[(4 * p) + 2], Boxes[(4 * p) + 3]) = (truth.Left, truth.Top, truth.Right, truth.Bottom);
        Scores[p] = positive.Score;
        (Points[2 * p], Points[(2 * p) + 1]) = (grid.X[positive.Point], grid.Y[positive.Point]);
        Strides[p] = grid.Stride[positive.Point];
    }
}
