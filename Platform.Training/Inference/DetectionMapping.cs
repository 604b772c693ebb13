using Platform.Training.Data;

namespace Platform.Training.Inference;

/// <summary>Carries detections from the network input back to the image.</summary>
public static class DetectionMapping
{
    /// <summary>Maps from input pixels to pixels of the upright image, clips to the image and drops what lies outside.</summary>
    public static List<Detection> ToSource(this LetterboxTransform letterbox, IReadOnlyList<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(detections);
        var mapped = new List<Detection>(detections.Count);
        foreach (var detection in detections)
        {
            var box = letterbox.ToSource(new PixelBox(detection.X1, detection.Y1, detection.X2, detection.Y2));

            // Written so that a box with NaN is dropped as well.
            if (box.Width > 0 && box.Height > 0)
            {
                mapped.Add(detection with { X1 = box.Left, Y1 = box.Top, X2 = box.Right, Y2 = box.Bottom });
            }
        }

        return mapped;
    }
}
