using Platform.Core.Annotations.Commands;
using Platform.Training.Tasks;

namespace Platform.Training.AutoAnnotation;

/// <summary>Another model that looks at the images of an auto-annotation, and keeps count of where it disagrees. For one thread at a time.</summary>
/// <param name="scores">Lowest confidence by class key.</param>
/// <param name="minimumScore">Of every other class.</param>
internal sealed class SecondLook(Guid modelVersionId, IImageAnnotator annotator, IReadOnlyDictionary<string, double> scores, double minimumScore) : IDisposable
{
    private readonly double _lowestScore = scores.Values.Append(minimumScore).Min();

    public Guid ModelVersionId => modelVersionId;

    public int Compared { get; private set; }

    /// <summary>Images on which the two do not see the same.</summary>
    public int Disagreements { get; private set; }

    /// <param name="seen">By the first model.</param>
    public AssetDisagreement Compare(Guid assetId, IReadOnlyList<PredictedShape> seen, ReadOnlyMemory<byte> image, CancellationToken cancellation)
    {
        var own = annotator.Annotate(image, _lowestScore, cancellation).Where(shape => shape.Confidence >= scores.GetValueOrDefault(shape.ClassKey, minimumScore)).ToList();
        var disagreement = AssetDisagreement.Between(assetId, seen, own);
        Compared++;
        Disagreements += disagreement.Apart > 0 ? 1 : 0;
        return disagreement;
    }

    public void Dispose() => annotator.Dispose();
}
