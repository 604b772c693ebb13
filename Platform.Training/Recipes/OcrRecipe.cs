namespace Platform.Training.Recipes;

/// <summary>The part of a recipe that only networks for text lines have.</summary>
public sealed record OcrRecipe
{
    /// <summary>Name of the classes' text attribute that says what stands in a box.</summary>
    public string Attribute { get; init; } = "text";

    /// <summary>Height of the network input in pixels, 32 or 48; more helps dense syllables and costs time in proportion.</summary>
    public int LineHeight { get; init; } = 32;

    /// <summary>How much wider or narrower letters are made at most, as a share.</summary>
    public double Stretch { get; init; } = 0.2;

    /// <summary>Share of training lines shown as a negative: white on black where it was black on white.</summary>
    public double InvertProbability { get; init; } = 0.1;

    /// <summary>Largest deviation of the grain added to training lines, as a share of the range of brightness.</summary>
    public double Grain { get; init; } = 0.04;
}
