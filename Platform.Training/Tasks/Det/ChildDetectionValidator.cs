using Platform.Training.Evaluation;
using Platform.Training.Models;
using Platform.Training.Trainer;

namespace Platform.Training.Tasks.Det;

/// <summary>
/// Judges a child by every class that is labelled on its own validation images, and by the others on earlier ones. AP are means over both; precision, recall and F1 are those of its
/// own images.
/// </summary>
/// <param name="own">Images of the child's data.</param>
/// <param name="earlier">Classes that its own images lack, and images that show them.</param>
internal sealed class ChildDetectionValidator(DetectionValidator own, IReadOnlyList<(IReadOnlyList<int> Classes, DetectionValidator Validator)> earlier) : IValidator<Detector>
{
    public int ImageCount => own.ImageCount + earlier.Sum(set => set.Validator.ImageCount);

    public ValidationMetrics Evaluate(Detector network, CancellationToken cancellationToken)
    {
        var metrics = own.EvaluateFully(network, cancellationToken);
        List<ClassMetrics> classes = [.. metrics.Classes.Where(item => item.Ap50To95 is not null)];
        foreach (var (judged, validator) in earlier)
        {
            classes.AddRange(validator.EvaluateFully(network, cancellationToken).Classes.Where(item => judged.Contains(item.ClassIndex) && item.Ap50To95 is not null));
        }

        var (lenient, strict) = classes.Count == 0 ? (0, 0) : (classes.Average(item => item.Ap50 ?? 0), classes.Average(item => item.Ap50To95 ?? 0));
        return DetectionValidator.ToValidationMetrics(metrics with { Map50 = lenient, Map50To95 = strict });
    }

    public IReadOnlyList<SamplePrediction> DrawTruth(int count, CancellationToken cancellationToken) => own.DrawTruth(count, cancellationToken);

    public IReadOnlyList<SamplePrediction> DrawSamples(Detector network, int count, CancellationToken cancellationToken) => own.DrawSamples(network, count, cancellationToken);
}
