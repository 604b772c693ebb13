namespace Platform.Training.Data;

/// <summary>The random choices behind one training image. Lengths are in units of the input side.</summary>
public sealed record AugmentationPlan
{
    /// <summary>Indexes of the samples shown: one, or four for a mosaic (top left, top right, bottom left, bottom right).</summary>
    public required int[] Samples { get; init; }

    /// <summary>Where the four images of a mosaic meet, on a canvas of 2 by 2.</summary>
    public double CentreX { get; init; } = 1;

    public double CentreY { get; init; } = 1;

    /// <summary>Zoom about the canvas' middle; at 1 each image has its letterboxed size.</summary>
    public double Scale { get; init; } = 1;

    public double ShiftX { get; init; }

    public double ShiftY { get; init; }

    public bool IsFlipped { get; init; }

    public int Hue { get; init; }

    public int Saturation { get; init; }

    public int Value { get; init; }

    /// <summary>From full-size pixels of image <paramref name="tile"/> to input pixels.</summary>
    public AxisTransform Placement(int tile, int sourceWidth, int sourceHeight, int inputSize)
    {
        double s = inputSize;
        var fit = LetterboxTransform.Fit(sourceWidth, sourceHeight, inputSize, inputSize);
        // The canvas is two inputs wide; a single image lies in its middle, mosaic images touch the centre point.
        var x = Samples.Length == 1 ? (0.5 * s) + fit.PadX : (CentreX * s) - (tile % 2 == 0 ? fit.FittedWidth : 0);
        var y = Samples.Length == 1 ? (0.5 * s) + fit.PadY : (CentreY * s) - (tile < 2 ? fit.FittedHeight : 0);
        var onCanvas = fit.ToInput with { OffsetX = x, OffsetY = y };
        var view = new AxisTransform(
            Scale, (0.5 * s) - (Scale * s) + (ShiftX * s),
            Scale, (0.5 * s) - (Scale * s) + (ShiftY * s));
        var placed = onCanvas.Then(view);
        return IsFlipped ? placed.Then(new AxisTransform(-1, s, 1, 0)) : placed;
    }
}
