namespace Platform.Training.Recipes;

/// <summary>The part of a recipe that only networks for skeletons have.</summary>
public sealed record PoseRecipe
{
    /// <summary>Weight of the keypoint similarity loss beside those of classes and boxes.</summary>
    public double KeypointWeight { get; init; } = 10;

    /// <summary>Weight of the plain distance, which still pulls where the similarity is flat.</summary>
    public double DistanceWeight { get; init; } = 2;

    /// <summary>Weight of telling which points there are.</summary>
    public double PresenceWeight { get; init; } = 1;
}
