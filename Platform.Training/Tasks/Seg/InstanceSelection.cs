using Platform.Training.Data;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Seg;

/// <summary>Turns raw output into objects with masks of the image's own size.</summary>
public static class InstanceSelection
{
    /// <summary>Suppresses by boxes, then mixes each kept object's mask. By falling score.</summary>
    /// <param name="output">Of a batch.</param>
    /// <param name="image">Which of it.</param>
    /// <param name="letterbox">How the image was fitted into the input.</param>
    /// <param name="thresholds">What to keep.</param>
    public static IReadOnlyList<Instance> Select(SegmenterRawOutput output, int image, LetterboxTransform letterbox, DetectionThresholds thresholds)
    {
        var objects = output.Objects;
        var kept = NonMaxSuppression.SelectPoints(objects.BoxesOf(image), objects.ScoresOf(image), objects.ClassCount, thresholds);
        var instances = new List<Instance>(kept.Count);
        foreach (var (detection, point) in kept)
        {
            var box = letterbox.ToSource(new PixelBox(detection.X1, detection.Y1, detection.X2, detection.Y2));

            // Written so that a box with NaN is dropped as well.
            if (box.Width > 0 && box.Height > 0)
            {
                var logits = Mix(output.PrototypesOf(image), output.CoefficientsOf(image, point));
                var mapped = detection with { X1 = box.Left, Y1 = box.Top, X2 = box.Right, Y2 = box.Bottom };
                instances.Add(new Instance(mapped, Cut(logits, box, letterbox)));
            }
        }

        return instances;
    }

    // prototypes [M, h x w], coefficients [M] -> logits [h x w]
    private static float[] Mix(ReadOnlySpan<float> prototypes, ReadOnlySpan<float> coefficients)
    {
        var logits = new float[prototypes.Length / coefficients.Length];
        for (var m = 0; m < coefficients.Length; m++)
        {
            var weight = coefficients[m];
            var prototype = prototypes.Slice(m * logits.Length, logits.Length);
            for (var i = 0; i < logits.Length; i++)
            {
                logits[i] += weight * prototype[i];
            }
        }

        return logits;
    }

    // The image's pixels in the box whose logit, read between the cells' centres, is above zero: a probability above one half.
    private static PixelMask Cut(float[] logits, PixelBox box, LetterboxTransform letterbox)
    {
        var side = (int)Math.Sqrt(logits.Length);
        var toInput = letterbox.ToInput;
        return PixelMask.FromTest(box, letterbox.SourceWidth, letterbox.SourceHeight, (x, y) => Read(
            logits, side, (float)(toInput.X(x + 0.5) / MaskGrid.CellPx) - 0.5f, (float)(toInput.Y(y + 0.5) / MaskGrid.CellPx) - 0.5f) > 0);
    }

    private static float Read(float[] logits, int side, float x, float y)
    {
        var (left, top) = (Math.Clamp((int)MathF.Floor(x), 0, side - 1), Math.Clamp((int)MathF.Floor(y), 0, side - 1));
        var (right, bottom) = (Math.Min(left + 1, side - 1), Math.Min(top + 1, side - 1));
        var (u, v) = (Math.Clamp(x - left, 0, 1), Math.Clamp(y - top, 0, 1));
        var upper = (logits[(top * side) + left] * (1 - u)) + (logits[(top * side) + right] * u);
        var lower = (logits[(bottom * side) + left] * (1 - u)) + (logits[(bottom * side) + right] * u);
        return (upper * (1 - v)) + (lower * v);
    }
}
