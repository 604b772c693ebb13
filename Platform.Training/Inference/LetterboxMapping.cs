namespace Platform.Training.Inference;

/// <summary>
/// How an upright image of <paramref name="ImageWidth"/> x <paramref name="ImageHeight"/> pixels lies in a network input:
/// input = image x scale + padding, on continuous coordinates (0 is the left edge of the first pixel).
/// </summary>
public readonly record struct LetterboxMapping(float ScaleX, float ScaleY, float PadX, float PadY, int ImageWidth, int ImageHeight)
{
    /// <summary>Maps boxes from input pixels to image pixels, clips them to the image and drops those that lie outside.</summary>
    public List<Detection> ToImage(IReadOnlyList<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(detections);
        var mapped = new List<Detection>(detections.Count);
        foreach (var detection in detections)
        {
            var box = detection with
            {
                X1 = Math.Clamp((detection.X1 - PadX) / ScaleX, 0, ImageWidth),
                Y1 = Math.Clamp((detection.Y1 - PadY) / ScaleY, 0, ImageHeight),
                X2 = Math.Clamp((detection.X2 - PadX) / ScaleX, 0, ImageWidth),
                Y2 = Math.Clamp((detection.Y2 - PadY) / ScaleY, 0, ImageHeight),
            };
            if (box.Width > 0 && box.Height > 0)
            {
                mapped.Add(box);
            }
        }

        return mapped;
    }
}
