using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks;

/// <summary>
/// Judges a child by every class that is labelled on its own validation images, and by the others on earlier ones. The leading scores are means over both; everything else is told
/// of its own images.
/// </summary>
/// <param name="own">Images of the child's data.</param>
/// <param name="earlier">Classes that its own images lack, and images that show them.</param>
internal sealed class ChildValidator<TNetwork>(IClassValidator<TNetwork> own, IReadOnlyList<(IReadOnlyList<int> Classes, IClassValidator<TNetwork> Validator)> earlier) : IValidator<TNetwork>
    where TNetwork : nn.Module
{
    public int ImageCount => own.ImageCount + earlier.Sum(set => set.Validator.ImageCount);

    public ValidationMetrics Evaluate(TNetwork network, CancellationToken cancellationToken)
    {
        var (metrics, shown) = own.EvaluateClasses(network, cancellationToken);
        List<ClassFigures> classes = [.. shown];
        foreach (var (judged, validator) in earlier)
        {
            classes.AddRange(validator.EvaluateClasses(network, cancellationToken).Classes.Where(item => judged.Contains(item.ClassIndex)));
        }

        if (classes.Count == 0)
        {
            return metrics;
        }

        var means = classes[0].Values.Keys.ToDictionary(name => name, name => classes.Average(item => item.Values[name]));
        return new ValidationMetrics
        {
            Score = classes.Average(item => item.Score),
            Values = metrics.Values.ToDictionary(pair => pair.Key, pair => means.TryGetValue(pair.Key, out var mean) ? mean : pair.Value),
        };
    }

    public IReadOnlyList<SamplePrediction> DrawTruth(int count, CancellationToken cancellationToken) => own.DrawTruth(count, cancellationToken);

    public IReadOnlyList<SamplePrediction> DrawSamples(TNetwork network, int count, CancellationToken cancellationToken) => own.DrawSamples(network, count, cancellationToken);
}
