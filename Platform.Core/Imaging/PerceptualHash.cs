using System.Numerics;

namespace Platform.Core.Imaging;

/// <summary>
/// 63 bits of a picture's coarse look: which of the lowest frequencies of its brightness lie above their median (C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash
/// Functions", 2010). Scaling, recompression and small changes of light flip few of them.
/// </summary>
public static class PerceptualHash
{
    /// <summary>Pictures whose hashes differ in at most so many bits count as near-duplicates.</summary>
    public const int NearDistance = 6;

    /// <summary>The longer side at which a picture should be decoded for its hash.</summary>
    public const int DecodeSide = 64;

    private const int Side = 32;
    private const int Frequencies = 8;

    // Mean difference from the mean brightness, of 255: below it a picture is flat, and its frequencies are noise.
    private const double FlatContrast = 1.5;

    private static readonly double[,] s_waves = Waves();

    /// <returns>Null for a flat picture, which looks like every other flat one.</returns>
    public static long? Of(RgbImage image)
    {
        var light = Shrink(image);
        var mean = light.Average();
        if (light.Average(value => Math.Abs(value - mean)) < FlatContrast)
        {
            return null;
        }

        var coefficients = Transform(light);
        var median = coefficients.Skip(1).Order().ElementAt((coefficients.Length - 1) / 2);
        var bits = 0L;
        for (var i = 1; i < coefficients.Length; i++)
        {
            bits |= coefficients[i] > median ? 1L << i : 0;
        }

        return bits;
    }

    public static int Distance(long left, long right) => BitOperations.PopCount((ulong)(left ^ right));

    // Mean brightness of each of 32 × 32 fields, whatever the picture's size and aspect.
    private static double[] Shrink(RgbImage image)
    {
        var light = new double[Side * Side];
        for (var row = 0; row < Side; row++)
        {
            var (top, bottom) = Field(row, image.Height);
            for (var column = 0; column < Side; column++)
            {
                var (left, right) = Field(column, image.Width);
                double sum = 0;
                for (var y = top; y < bottom; y++)
                {
                    for (var x = left; x < right; x++)
                    {
                        var at = 3 * ((y * image.Width) + x);
                        sum += (0.299 * image.Pixels[at]) + (0.587 * image.Pixels[at + 1]) + (0.114 * image.Pixels[at + 2]);
                    }
                }

                light[(row * Side) + column] = sum / ((bottom - top) * (right - left));
            }
        }

        return light;
    }

    private static (int From, int To) Field(int index, int length)
    {
        var from = Math.Min(index * length / Side, length - 1);
        return (from, Math.Max(from + 1, (index + 1) * length / Side));
    }

    // Two-dimensional cosine transform, of which only the lowest 8 × 8 frequencies are computed.
    private static double[] Transform(double[] light)
    {
        var rows = new double[Side * Frequencies];
        for (var y = 0; y < Side; y++)
        {
            for (var u = 0; u < Frequencies; u++)
            {
                for (var x = 0; x < Side; x++)
                {
                    rows[(y * Frequencies) + u] += light[(y * Side) + x] * s_waves[u, x];
                }
            }
        }

        var coefficients = new double[Frequencies * Frequencies];
        for (var v = 0; v < Frequencies; v++)
        {
            for (var u = 0; u < Frequencies; u++)
            {
                for (var y = 0; y < Side; y++)
                {
                    coefficients[(v * Frequencies) + u] += rows[(y * Frequencies) + u] * s_waves[v, y];
                }
            }
        }

        return coefficients;
    }

    private static double[,] Waves()
    {
        var waves = new double[Frequencies, Side];
        for (var u = 0; u < Frequencies; u++)
        {
            for (var x = 0; x < Side; x++)
            {
                waves[u, x] = Math.Cos(((2 * x) + 1) * u * Math.PI / (2 * Side));
            }
        }

        return waves;
    }
}
