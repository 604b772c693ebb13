using Platform.Training.Data;

namespace Platform.Training.Tasks.Ocr;

/// <summary>Changes brightness value by value in planes that are normalised already.</summary>
public static class LineGrain
{
    /// <param name="planes">[3, H, W] as <see cref="PixelNormalization.ImageNet"/> gives them.</param>
    /// <param name="isInverted">Black becomes white and white black.</param>
    /// <param name="grain">Largest deviation, as a share of the range of brightness.</param>
    /// <param name="random">Where the deviations come from.</param>
    public static void Apply(Span<float> planes, bool isInverted, double grain, ref SampleRandom random)
    {
        var plane = planes.Length / 3;
        for (var c = 0; c < 3; c++)
        {
            // x = (v - mean) / std, hence (1 - v - mean) / std = (1 - 2 mean) / std - x.
            var (scale, offset) = isInverted ? (-1f, (1 / PixelNormalization.ImageNet.Std[c]) + (2 * PixelNormalization.ImageNet.Offset(c))) : (1f, 0f);
            var deviation = (float)(grain / PixelNormalization.ImageNet.Std[c]);
            foreach (ref var value in planes.Slice(c * plane, plane))
            {
                value = (scale * value) + offset + (deviation * (float)random.NextBetween(-1, 1));
            }
        }
    }
}
