using System.Text.Json;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Queries;
using Platform.Training.Runs;
using Platform.Training.Scoring;
using Platform.Training.Tasks.Cls;
using Platform.Training.Tasks.Det;
using Platform.Training.Tasks.Ocr;

namespace Platform.Training.Tasks;

/// <summary>Reads the stored details of an evaluation; rows written by other programs may hold other JSON and show no details.</summary>
public static class EvaluationDetailsReader
{
    public static DetectionEvaluationDetails? Read(string? json) =>
        Read<DetectionEvaluationDetails>(json) is { Metrics: not null, ClassNames: not null } details ? details : null;

    public static ClassificationEvaluationDetails? ReadClassification(string? json) =>
        Read<ClassificationEvaluationDetails>(json) is { Classification: not null, ClassNames: not null } details ? details : null;

    public static LineEvaluationDetails? ReadLines(string? json) => Read<LineEvaluationDetails>(json) is { Ocr: not null } details ? details : null;

    /// <summary>What stands beside the figures of the task: how classes were mapped, and scores by slice; null in evaluations that a training made.</summary>
    public static EvaluationContext? ReadContext(string? json) => Read<WithContext>(json)?.Context;

    /// <summary>The leading score of every class by its key: AP50-95, or for classifiers the accuracy; null where the class does not occur.</summary>
    public static IReadOnlyList<(string Key, string Name, double? Score)> ClassScores(string? json)
    {
        if (Read(json) is { } detection)
        {
            return [.. detection.Metrics.Classes.Select(item => (detection.ClassKeys[item.ClassIndex], detection.ClassNames[item.ClassIndex], item.Ap50To95))];
        }

        return ReadClassification(json) is { } classes
            ? [.. classes.Classification.Classes.Select(item => (classes.ClassKeys[item.ClassIndex], classes.ClassNames[item.ClassIndex], item.Accuracy))]
            : [];
    }

    /// <summary>The confidence with the best F1 of each class that has objects, by key; empty for other tasks than those that find objects.</summary>
    public static IReadOnlyDictionary<string, double> RecommendedScores(string? json) => Read(json) is not { } details ? new Dictionary<string, double>() : details.Metrics.Classes
        .Where(item => item.GroundTruthCount > 0 && item.ConfidenceCurve.F1.Any(value => value > 0))
        .ToDictionary(item => details.ClassKeys[item.ClassIndex], item => PeakOf(item.ConfidenceCurve.F1));

    /// <summary>The same of a model version, by its evaluation on validation images, or else by its last one.</summary>
    public static IReadOnlyDictionary<string, double> RecommendedScores(ModelVersionDetails version) =>
        RecommendedScores((version.Evaluations.LastOrDefault(evaluation => evaluation.Split == SplitKind.Val) ?? version.Evaluations.LastOrDefault())?.Details);

    /// <summary>From which score on what a version says of a class can be believed, by key: the confidence with the best F1, or a classifier's <see cref="ClassificationMetrics.SureFrom"/>.</summary>
    public static IReadOnlyDictionary<string, double> SureScores(string? json) => ReadClassification(json) is not { Classification.SureFrom: { } sure } details
        ? RecommendedScores(json)
        : sure.Index().Where(item => item.Item is not null).ToDictionary(item => details.ClassKeys[item.Index], item => item.Item!.Value);

    // The middle of the highest stretch, as with the threshold that pages recommend.
    private static double PeakOf(IReadOnlyList<double> f1)
    {
        var highest = f1.Max();
        var first = f1.Index().First(sample => sample.Item >= highest).Index;
        var length = f1.Skip(first).TakeWhile(value => value >= highest).Count();
        return (first + ((length - 1) / 2.0)) / (f1.Count - 1);
    }

    private sealed record WithContext(EvaluationContext? Context);

    private static T? Read<T>(string? json)
        where T : class
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<T>(json, RunJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
