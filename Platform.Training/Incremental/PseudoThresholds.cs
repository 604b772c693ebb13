using Platform.Training.Recipes;
using Platform.Training.Tasks;

namespace Platform.Training.Incremental;

/// <summary>From which score on a detection of the parent is a label.</summary>
public static class PseudoThresholds
{
    /// <summary>By class key: the confidence at which the parent's F1 of the class was highest, not below the floor.</summary>
    /// <param name="keys">Old classes.</param>
    /// <param name="details">Stored details of the parent's evaluation; null where there are none.</param>
    /// <param name="recipe">Floor, and what holds for classes without a curve.</param>
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyList<string> keys, string? details, PseudoLabelRecipe recipe)
    {
        var known = EvaluationDetailsReader.RecommendedScores(details);
        return keys.ToDictionary(key => key, key => Math.Max(recipe.ScoreFloor, known.TryGetValue(key, out var score) ? score : recipe.Score));
    }
}
