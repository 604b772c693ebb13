using Platform.Training.Inference;

namespace Platform.Training.Tasks.Seg;

/// <summary>A segmenter's decoded output before suppression, for a batch.</summary>
/// <param name="Objects">Boxes and scores of every point.</param>
/// <param name="Coefficients">[N, P, M].</param>
/// <param name="Prototypes">[N, M, S/4, S/4].</param>
public sealed record SegmenterRawOutput(DetectorRawOutput Objects, float[] Coefficients, float[] Prototypes)
{
    public int PrototypeCount => Coefficients.Length / Objects.PointCount / Objects.BatchSize;

    /// <summary>[M] of one point.</summary>
    public ReadOnlySpan<float> CoefficientsOf(int image, int point) =>
        Coefficients.AsSpan(((image * Objects.PointCount) + point) * PrototypeCount, PrototypeCount);

    /// <summary>[M, S/4, S/4] of one image.</summary>
    public ReadOnlySpan<float> PrototypesOf(int image)
    {
        var length = Prototypes.Length / Objects.BatchSize;
        return Prototypes.AsSpan(image * length, length);
    }
}
