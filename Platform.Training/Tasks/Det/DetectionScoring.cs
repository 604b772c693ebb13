using System.Globalization;
using System.Text.Json;
using Platform.Core.Datasets;
using Platform.Training.Evaluation;
using Platform.Training.Runs;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Det;

/// <summary>Turns what a network found on labelled images into scores with every detail, for every task whose network has a detection head.</summary>
public static class DetectionScoring
{
    /// <param name="images">With their names and sizes, so that the worst can be shown.</param>
    /// <param name="classes">In the order of the network's outputs.</param>
    /// <param name="measure">How alike a detection and an object are.</param>
    /// <param name="prefix">Before the names of the scores in the summary, such as "mask ".</param>
    public static TaskScores Score(IReadOnlyList<ImageResult> images, IReadOnlyList<TrainingClass> classes, OverlapMeasure measure, string prefix = "")
    {
        var metrics = CocoEvaluator.Evaluate(images, classes.Count, measure);
        var details = new DetectionEvaluationDetails([.. classes.Select(item => item.Key)], [.. classes.Select(item => item.DisplayName)], metrics.ToStored())
        {
            Worst = WorstImages.Of(images, measure, metrics.Confusion.Confidence),
        };
        return new TaskScores(
            metrics.Map50, metrics.Map50To95, metrics.Precision, metrics.Recall, metrics.F1, JsonSerializer.Serialize(details, RunJson.Options),
            string.Create(CultureInfo.InvariantCulture, $"{prefix}mAP50 {metrics.Map50:0.000}, {prefix}mAP50-95 {metrics.Map50To95:0.000}"))
        {
            Within = chosen => Figures(CocoEvaluator.Evaluate([.. images.Where(image => image.Name is { } name && chosen(name))], classes.Count, measure)),
        };
    }

    /// <summary>The figures of an evaluation during training.</summary>
    public static ClassValidation ToValidation(DetectionMetrics metrics) => new(
        new ValidationMetrics
        {
            Score = metrics.Map50To95,
            Values = new Dictionary<string, double>
            {
                ["mAP50"] = metrics.Map50, ["mAP50_95"] = metrics.Map50To95, ["precision"] = metrics.Precision, ["recall"] = metrics.Recall, ["f1"] = metrics.F1,
            },
        },
        [
            .. metrics.Classes.Where(item => item.Ap50To95 is not null)
                .Select(item => new ClassFigures(item.ClassIndex, item.Ap50To95!.Value, new Dictionary<string, double> { ["mAP50"] = item.Ap50 ?? 0, ["mAP50_95"] = item.Ap50To95.Value })),
        ]);

    private static SliceFigures Figures(DetectionMetrics metrics) => new(metrics.ImageCount, metrics.GroundTruthCount, metrics.Map50, metrics.Map50To95, metrics.F1);
}
