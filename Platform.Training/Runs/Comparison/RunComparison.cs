using Platform.Core.Datasets.Comparison;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Queries;

namespace Platform.Training.Runs.Comparison;

/// <summary>Several runs side by side; every list of values has one for each run, in the order in which they were named.</summary>
/// <param name="Settings">The fields in which their recipes differ.</param>
/// <param name="Data">How the data of a run differs from the first one's; runs on the same data are left out.</param>
/// <param name="Split">The split on which all of them were scored; null where there is none.</param>
/// <param name="IsSameData">Whether they were scored on the same images: else their scores say little about each other.</param>
public sealed record RunComparison(
    IReadOnlyList<ComparedRun> Runs, IReadOnlyList<ComparedSetting> Settings, IReadOnlyList<ComparedData> Data, SplitKind? Split, bool IsSameData, IReadOnlyList<ComparedClass> Classes)
{
    public const int MinRuns = 2;

    public const int MaxRuns = 5;
}

/// <summary>One of the runs.</summary>
/// <param name="Number">Of the model's version.</param>
/// <param name="Curves">Points by name: loss.total and the other losses, scores, learningRate; ascending epochs, fractions within one.</param>
/// <param name="Scores">On the common split; null where it was not scored.</param>
public sealed record ComparedRun(RunRecord Run, int Number, IReadOnlyDictionary<string, IReadOnlyList<CurvePoint>> Curves, EvaluationView? Scores);

/// <summary>A point of a curve.</summary>
public sealed record CurvePoint(double Epoch, double Value);

/// <summary>A field of the recipe; null where a run's recipe has no such part.</summary>
public sealed record ComparedSetting(string Field, IReadOnlyList<string?> Values);

/// <summary>How a run's data came from the first run's.</summary>
public sealed record ComparedData(Guid RunId, VersionDiff Diff);

/// <summary>The leading score of a class; null where a run knows no such class or it does not occur.</summary>
public sealed record ComparedClass(string Key, string Name, IReadOnlyList<double?> Scores);
