using Platform.Training.Trainer;
using static TorchSharp.torch;

namespace Platform.Training.Tasks;

/// <summary>A validator that can tell the leading scores of each class, as they judge a child whose images do not show every class.</summary>
public interface IClassValidator<in TNetwork> : ITaskValidator<TNetwork>
    where TNetwork : nn.Module
{
    /// <summary>As Evaluate, and beside it the classes that the images show. The network must be in eval mode.</summary>
    ClassValidation EvaluateClasses(TNetwork network, CancellationToken cancellationToken);
}

/// <summary>Scores of all images, and of each class that they show.</summary>
public sealed record ClassValidation(ValidationMetrics Metrics, IReadOnlyList<ClassFigures> Classes);

/// <summary>The leading scores of one class.</summary>
/// <param name="Score">The one that epochs are picked by, 0 to 1.</param>
/// <param name="Values">By the name that their mean over classes has among the scores of all images.</param>
public sealed record ClassFigures(int ClassIndex, double Score, IReadOnlyDictionary<string, double> Values);
