namespace Platform.Training.Recipes;

/// <summary>How training images are varied.</summary>
public sealed record AugmentationRecipe
{
    /// <summary>Probability of a 2 x 2 mosaic of four images.</summary>
    public double Mosaic { get; init; } = 0.7;

    /// <summary>Probability of blending a second image in; pays from about 1000 images on.</summary>
    public double MixUp { get; init; }

    public double MinScale { get; init; } = 0.5;

    public double MaxScale { get; init; } = 1.3;

    /// <summary>Largest shift as a share of the image side.</summary>
    public double Translate { get; init; } = 0.1;

    /// <summary>Largest rotation in degrees; only where the objects have no fixed "up".</summary>
    public double Rotate { get; init; }

    /// <summary>Probability of a left-right flip; 0 for text and for classes that differ by side.</summary>
    public double FlipHorizontal { get; init; } = 0.5;

    /// <summary>Probability of an upside-down flip; for microscopes and cameras from above.</summary>
    public double FlipVertical { get; init; }

    /// <summary>Largest hue shift, in units of 2 degrees (0-179 a circle).</summary>
    public int Hue { get; init; } = 5;

    /// <summary>Largest saturation shift, of 255.</summary>
    public int Saturation { get; init; } = 30;

    /// <summary>Largest brightness shift, of 255.</summary>
    public int Value { get; init; } = 30;

    /// <summary>Share of the run, at its end, without mosaic and scale jitter ...</summary>
    public double PlainFraction { get; init; } = 0.15;

    /// <summary>... but at least this many epochs.</summary>
    public int PlainEpochs { get; init; } = 5;
}
