namespace Platform.Training.Data;

/// <summary>The skeleton of one object.</summary>
/// <param name="Points">x, y, visibility (0 absent, 1 hidden, 2 visible) of each point in turn, pixels of the upright full-size image.</param>
/// <param name="Pairs">Points that change places when the image is mirrored, by index.</param>
public sealed record ObjectKeypoints(float[] Points, IReadOnlyList<int[]> Pairs)
{
    /// <summary>
    /// The points as an input shows them. Mirroring swaps left and right; a point outside the input, or outside of its own image,
    /// counts as absent.
    /// </summary>
    public float[] Place(AxisTransform toInput, int sourceWidth, int sourceHeight, int inputSize)
    {
        var placed = new float[Points.Length];
        for (var i = 0; i < placed.Length; i += 3)
        {
            var (x, y) = ((float)toInput.X(Points[i]), (float)toInput.Y(Points[i + 1]));
            var isSeen = Points[i + 2] > 0 && Points[i] >= 0 && Points[i] <= sourceWidth && Points[i + 1] >= 0 && Points[i + 1] <= sourceHeight
                && x >= 0 && x <= inputSize && y >= 0 && y <= inputSize;
            (placed[i], placed[i + 1], placed[i + 2]) = isSeen ? (x, y, Points[i + 2]) : (0, 0, 0);
        }

        foreach (var pair in toInput.ScaleX < 0 ? Pairs : [])
        {
            for (var part = 0; part < 3; part++)
            {
                var (a, b) = ((3 * pair[0]) + part, (3 * pair[1]) + part);
                (placed[a], placed[b]) = (placed[b], placed[a]);
            }
        }

        return placed;
    }
}
