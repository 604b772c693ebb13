using Platform.Training.Models;

namespace Platform.Training.Assigners;

/// <summary>
/// Chooses for each object the points that shall learn it, by what the network predicts now: RTMDet's dynamic soft label
/// assignment (https://arxiv.org/abs/2212.07784, section 3.3). Stateless, so images may be assigned in parallel.
/// </summary>
public sealed class DynamicSoftLabelAssigner
{
    private const float IouWeight = 3;
    private const float IouEpsilon = 1e-7f;

    /// <summary>Where the soft centre prior begins to bite: at this many strides from the object's centre it costs 1.</summary>
    private const float CentreRadius = 3;

    private readonly PointGrid _grid;
    private readonly int _topCandidates;

    /// <param name="grid">Points of the network input.</param>
    /// <param name="topCandidates">How many of the best IoUs are summed to give an object's number of positives.</param>
    public DynamicSoftLabelAssigner(PointGrid grid, int topCandidates = 13)
    {
        _grid = grid;
        _topCandidates = topCandidates;
    }

    /// <summary>Positives of one image, ordered by point; every other point is background.</summary>
    /// <param name="classLogits">[A, classCount].</param>
    /// <param name="boxes">[A, 4], decoded, xyxy, pixels.</param>
    /// <param name="classCount">Columns of <paramref name="classLogits"/>.</param>
    /// <param name="truths">The image's objects; boxes without area get no positives.</param>
    public List<PositivePoint> Assign(
        ReadOnlySpan<float> classLogits, ReadOnlySpan<float> boxes, int classCount, ReadOnlySpan<TruthBox> truths)
    {
        var candidates = FindCandidates(truths);
        if (candidates.Count == 0)
        {
            return [];
        }

        var background = BackgroundCosts(candidates, classLogits, classCount);
        var bestCost = new Dictionary<int, (float Cost, PositivePoint Positive)>();
        var ious = new float[candidates.Count];
        var costs = new float[candidates.Count];
        for (var t = 0; t < truths.Length; t++)
        {
            if (truths[t].Width <= 0 || truths[t].Height <= 0)
            {
                continue;
            }

            for (var i = 0; i < candidates.Count; i++)
            {
                ious[i] = Iou(truths[t], boxes.Slice(candidates[i] * 4, 4));
            }

            var wanted = CountPositives(ious);
            Claim(truths[t], t, wanted, candidates, ious, costs, background, classLogits, classCount, bestCost);
        }

        return [.. bestCost.Values.Select(claim => claim.Positive).OrderBy(positive => positive.Point)];
    }

    /// <summary>Points inside any object; an object that holds no point contributes its nearest point of the finest level.</summary>
    private List<int> FindCandidates(ReadOnlySpan<TruthBox> truths)
    {
        var marked = new bool[_grid.Count];
        foreach (var truth in truths)
        {
            if (truth.Width <= 0 || truth.Height <= 0)
            {
                continue;
            }

            var found = false;
            for (var p = 0; p < marked.Length; p++)
            {
                if (truth.Contains(_grid.X[p], _grid.Y[p]))
                {
                    marked[p] = found = true;
                }
            }

            if (!found)
            {
                marked[_grid.NearestFinePoint(truth.CentreX, truth.CentreY)] = true;
            }
        }

        var candidates = new List<int>();
        for (var p = 0; p < marked.Length; p++)
        {
            if (marked[p])
            {
                candidates.Add(p);
            }
        }

        return candidates;
    }

    // Per candidate: the classification cost with an all-zero target, from which one class's share is later swapped out.
    private static float[] BackgroundCosts(List<int> candidates, ReadOnlySpan<float> classLogits, int classCount)
    {
        var costs = new float[candidates.Count];
        for (var i = 0; i < costs.Length; i++)
        {
            foreach (var logit in classLogits.Slice(candidates[i] * classCount, classCount))
            {
                costs[i] += SoftLabelCost(logit, 0);
            }
        }

        return costs;
    }

    private int CountPositives(float[] ious)
    {
        Span<float> top = stackalloc float[_topCandidates];
        top.Clear();
        foreach (var iou in ious)
        {
            if (iou <= top[^1])
            {
                continue;
            }

            var slot = top.Length - 1;
            for (; slot > 0 && top[slot - 1] < iou; slot--)
            {
                top[slot] = top[slot - 1];
            }

            top[slot] = iou;
        }

        var sum = 0f;
        foreach (var iou in top)
        {
            sum += iou;
        }

        return Math.Max((int)sum, 1);
    }

    // The k cheapest points become the object's, unless another object holds one of them at a lower cost.
    private void Claim(
        TruthBox truth, int truthIndex, int wanted, List<int> candidates, float[] ious, float[] costs, float[] background,
        ReadOnlySpan<float> classLogits, int classCount, Dictionary<int, (float Cost, PositivePoint Positive)> bestCost)
    {
        for (var i = 0; i < costs.Length; i++)
        {
            var point = candidates[i];
            var logit = classLogits[(point * classCount) + truth.ClassIndex];
            var classCost = background[i] - SoftLabelCost(logit, 0) + SoftLabelCost(logit, ious[i]);
            var dx = _grid.X[point] - truth.CentreX;
            var dy = _grid.Y[point] - truth.CentreY;
            var distance = MathF.Sqrt((dx * dx) + (dy * dy)) / _grid.Stride[point];
            costs[i] = classCost - (IouWeight * MathF.Log(ious[i] + IouEpsilon)) + MathF.Pow(10, distance - CentreRadius);
        }

        for (var n = 0; n < Math.Min(wanted, costs.Length); n++)
        {
            var best = 0;
            for (var i = 1; i < costs.Length; i++)
            {
                if (costs[i] < costs[best])
                {
                    best = i;
                }
            }

            var point = candidates[best];
            if (!bestCost.TryGetValue(point, out var held) || costs[best] < held.Cost)
            {
                bestCost[point] = (costs[best], new PositivePoint(point, truthIndex, ious[best]));
            }

            costs[best] = float.PositiveInfinity;
        }
    }

    // Binary cross-entropy against a soft label, weighted by the squared distance to it.
    private static float SoftLabelCost(float logit, float target)
    {
        var exponential = MathF.Exp(-MathF.Abs(logit));
        var sigmoid = logit >= 0 ? 1 / (1 + exponential) : exponential / (1 + exponential);
        var crossEntropy = MathF.Max(logit, 0) - (logit * target) + MathF.Log(1 + exponential);
        return crossEntropy * (target - sigmoid) * (target - sigmoid);
    }

    private static float Iou(TruthBox truth, ReadOnlySpan<float> box)
    {
        var width = MathF.Min(truth.Right, box[2]) - MathF.Max(truth.Left, box[0]);
        var height = MathF.Min(truth.Bottom, box[3]) - MathF.Max(truth.Top, box[1]);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        var intersection = width * height;
        var union = (truth.Width * truth.Height) + ((box[2] - box[0]) * (box[3] - box[1])) - intersection;
        return intersection / union;
    }
}
