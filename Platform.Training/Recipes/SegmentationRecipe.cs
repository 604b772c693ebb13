namespace Platform.Training.Recipes;

/// <summary>The part of a recipe that only networks for masks have.</summary>
public sealed record SegmentationRecipe
{
    /// <summary>Masks shared by the objects of an image; each object mixes its own from them.</summary>
    public int Prototypes { get; init; } = 32;

    /// <summary>Weight of the mask loss beside those of classes and boxes.</summary>
    public double MaskWeight { get; init; } = 2;

    /// <summary>Most points of a batch whose masks are learnt in a step; bounds memory.</summary>
    public int MasksPerStep { get; init; } = 256;
}
