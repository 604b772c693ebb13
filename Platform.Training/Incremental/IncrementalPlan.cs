using Platform.Training.Data;
using Platform.Training.Recipes;
using Platform.Training.Tasks;

namespace Platform.Training.Incremental;

/// <summary>What a run decided before its first step: labels that the parent added and images that are shown again. Kept with the run, so that it goes on with the same.</summary>
/// <param name="LabelledByPeople">Old classes that got no labels of the parent in the new data, as people labelled them.</param>
/// <param name="Added">By name of the sample.</param>
/// <param name="Rehearsal">Names of the samples shown again.</param>
public sealed record IncrementalPlan(IReadOnlyList<string> LabelledByPeople, IReadOnlyDictionary<string, PseudoLabels> Added, IReadOnlyList<string> Rehearsal)
{
    /// <summary>Lets the parent look at the samples and decides; what it says of validation and test images is never asked.</summary>
    /// <param name="train">New samples, with what people drew.</param>
    /// <param name="rehearsal">Samples shown again, by the data that they are from.</param>
    /// <param name="teacher">The parent.</param>
    /// <param name="classes">Which of its classes are old.</param>
    /// <param name="scores">By class key: from which score on a guess is a label.</param>
    /// <param name="recipe">Strategy and thresholds.</param>
    /// <param name="cancellation">Ends the looking.</param>
    public static IncrementalPlan Of(
        IReadOnlyList<TrainingSample> train, IReadOnlyList<IReadOnlyList<TrainingSample>> rehearsal, ITeacher teacher, GrownClasses classes,
        IReadOnlyDictionary<string, double> scores, IncrementalRecipe recipe, CancellationToken cancellation)
    {
        var added = new Dictionary<string, PseudoLabels>(StringComparer.Ordinal);
        IReadOnlyList<int> labelled = [];
        if (recipe.Completes)
        {
            labelled = Complete(train, teacher, classes, scores, recipe, added, cancellation);
            foreach (var source in rehearsal)
            {
                Complete(source, teacher, classes, scores, recipe, added, cancellation);
            }
        }

        return new IncrementalPlan([.. labelled.Select(index => classes.Keys[index])], added, [.. rehearsal.SelectMany(source => source).Select(sample => sample.Id)]);
    }

    /// <summary>The samples as they are trained on.</summary>
    /// <param name="data">New samples.</param>
    /// <param name="rehearsal">Those that are shown again.</param>
    /// <param name="classes">New classes are not trained on these: nobody labelled them there.</param>
    public TaskData Apply(TaskData data, IReadOnlyList<TrainingSample> rehearsal, GrownClasses classes)
    {
        var unlabelled = IgnoredRegion.Everywhere(classes.New);
        return data with
        {
            Train = [.. data.Train.Select(Completed).Where(sample => !sample.IsUntold)],
            Rehearsal = [.. rehearsal.Select(Completed).Where(sample => !sample.IsUntold).Select(sample => sample with { Ignored = [.. sample.Ignored, unlabelled] })],
        };

        TrainingSample Completed(TrainingSample sample) => Added.TryGetValue(sample.Id, out var labels) ? labels.AddTo(sample) : sample;
    }

    private static IReadOnlyList<int> Complete(
        IReadOnlyList<TrainingSample> samples, ITeacher teacher, GrownClasses classes, IReadOnlyDictionary<string, double> scores, IncrementalRecipe recipe,
        Dictionary<string, PseudoLabels> added, CancellationToken cancellation)
    {
        if (samples.Count == 0)
        {
            return [];
        }

        var guesses = teacher.Look(samples, recipe.PseudoLabels.IgnoreFrom, recipe.PseudoLabels.NmsIou, cancellation);
        double[] needed = [.. classes.Keys.Select(key => scores.GetValueOrDefault(key, double.PositiveInfinity))];
        foreach (var index in classes.New)
        {
            needed[index] = double.PositiveInfinity;
        }

        var labelled = PseudoLabels.LabelledByPeople(samples, guesses, classes.Old, needed, recipe.PseudoLabels.LabelledShare);
        foreach (var index in labelled)
        {
            needed[index] = double.PositiveInfinity;
        }

        foreach (var (sample, found) in samples.Zip(guesses))
        {
            var labels = PseudoLabels.Of(sample, found, needed, recipe.PseudoLabels);
            if (labels.LabelCount + labels.Ignored.Count > 0)
            {
                added[sample.Id] = labels;
            }
        }

        return labelled;
    }
}
