namespace Platform.Training.Data;

/// <summary>Carries a sample's boxes into the network's input.</summary>
public static class BoxTransfer
{
    /// <summary>
    /// Appends the boxes that stay visible, clipped to the input. A box is first clipped to its own image, so that
    /// labels hanging over the edge are judged by what can be seen of them. Their places in the sample are appended too, where asked for.
    /// </summary>
    public static void Append(
        TrainingSample sample, int sourceWidth, int sourceHeight, AxisTransform toInput, int inputSize,
        double sideMin, double visibleMin, List<float> boxes, List<int> classes, List<int>? kept = null)
    {
        for (var i = 0; i < sample.Classes.Length; i++)
        {
            var b = sample.Boxes.AsSpan(4 * i, 4);
            var inSource = new PixelBox(b[0], b[1], b[2], b[3]).ClippedTo(sourceWidth, sourceHeight);
            var placed = toInput.Apply(inSource);
            var clipped = placed.ClippedTo(inputSize, inputSize);
            var isVisible = clipped.Width >= sideMin && clipped.Height >= sideMin && clipped.Area >= visibleMin * placed.Area;
            if (isVisible && clipped.Area > 0)
            {
                boxes.AddRange([clipped.Left, clipped.Top, clipped.Right, clipped.Bottom]);
                classes.Add(sample.Classes[i]);
                kept?.Add(i);
            }
        }
    }
}
