using Platform.Training.Data;

namespace Platform.Training.Incremental;

/// <summary>Validation images of earlier data that judge a child by classes of which its own validation images show nothing: else its best epoch would be the one that forgot most.</summary>
/// <param name="Classes">What they judge.</param>
/// <param name="Samples">Of one set of data, so that these classes are labelled on all of them.</param>
public sealed record EarlierValidation(IReadOnlyList<int> Classes, IReadOnlyList<TrainingSample> Samples)
{
    /// <summary>Each old class that the child's own images lack goes to the first set that has it; sets that are not needed are left out.</summary>
    /// <param name="own">Validation images of the child; without any, no epoch is picked, and nobody judges.</param>
    /// <param name="earlier">By set of data, the parent's first.</param>
    /// <param name="classes">Which are old.</param>
    public static IReadOnlyList<EarlierValidation> Of(IReadOnlyList<TrainingSample> own, IReadOnlyList<IReadOnlyList<TrainingSample>> earlier, GrownClasses classes)
    {
        var judges = new List<EarlierValidation>();
        var open = classes.Old.Except(own.SelectMany(sample => sample.Labels)).ToHashSet();
        foreach (var samples in own.Count == 0 ? [] : earlier)
        {
            var judged = samples.SelectMany(sample => sample.Labels).Where(open.Contains).Distinct().Order().ToList();
            if (judged.Count > 0)
            {
                judges.Add(new EarlierValidation(judged, samples));
                open.ExceptWith(judged);
            }
        }

        return judges;
    }
}
