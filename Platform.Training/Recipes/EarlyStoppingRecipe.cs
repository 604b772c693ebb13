namespace Platform.Training.Recipes;

/// <summary>Ends a training whose validation scores no longer rise.</summary>
public sealed record EarlyStoppingRecipe
{
    /// <summary>Epochs after the best one, without a better one, after which the training ends.</summary>
    public int Patience { get; init; } = 30;

    /// <summary>Name of the validation score that decides which epoch is best, such as mAP50 or f1; null takes the task's own. Higher is better.</summary>
    public string? Metric { get; init; }
}
