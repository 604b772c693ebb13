namespace Platform.Training.Recipes;

/// <summary>What a classifier looks at.</summary>
public enum ClassificationSource
{
    /// <summary>Whole images and their tags.</summary>
    Tags,

    /// <summary>What is inside each box, and the box's class.</summary>
    Boxes,
}

/// <summary>The part of a recipe that only classifiers have.</summary>
public sealed record ClassificationRecipe
{
    public ClassificationSource Source { get; init; }

    /// <summary>Share of the target that is spread over all classes: keeps a network trained on few images from being too sure.</summary>
    public double LabelSmoothing { get; init; } = 0.1;
}
