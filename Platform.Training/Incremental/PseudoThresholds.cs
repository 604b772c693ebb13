using Platform.Training.Recipes;
using Platform.Training.Tasks;

namespace Platform.Training.Incremental;

/// <summary>From which score on a guess of the parent is a label.</summary>
public static class PseudoThresholds
{
    /// <summary>By class key: where the parent's evaluation says that it can be believed, not below the floor.</summary>
    /// <param name="keys">Old classes.</param>
    /// <param name="details">Stored details of the parent's evaluation; null where there are none.</param>
    /// <param name="recipe">The floor.</param>
    /// <param name="untold">What holds for classes of which the evaluation says nothing.</param>
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyList<string> keys, string? details, PseudoLabelRecipe recipe, double untold)
    {
        var known = EvaluationDetailsReader.SureScores(details);
        return keys.ToDictionary(key => key, key => Math.Max(recipe.ScoreFloor, known.TryGetValue(key, out var score) ? score : untold));
    }
}
