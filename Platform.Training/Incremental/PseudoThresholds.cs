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
        var read = EvaluationDetailsReader.Read(details);
        var curves = read?.Metrics.Classes.Where(item => item.GroundTruthCount > 0).ToDictionary(item => read.ClassKeys[item.ClassIndex], item => item.ConfidenceCurve.F1) ?? [];
        return keys.ToDictionary(key => key, key => Math.Max(recipe.ScoreFloor, Peak(curves.GetValueOrDefault(key)) ?? recipe.Score));
    }

    // The middle of the highest stretch, as with the threshold that pages recommend.
    private static double? Peak(IReadOnlyList<double>? f1)
    {
        if (f1 is not { Count: > 1 } || f1.Max() <= 0)
        {
            return null;
        }

        var highest = f1.Max();
        var first = Enumerable.Range(0, f1.Count).First(sample => f1[sample] >= highest);
        var last = first;
        while (last + 1 < f1.Count && f1[last + 1] >= highest)
        {
            last++;
        }

        return (first + last) / 2.0 / (f1.Count - 1);
    }
}
