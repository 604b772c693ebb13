using System.Globalization;
using Platform.Core.Imaging;
using Platform.Training.Data;

namespace Platform.Training.Inference;

/// <summary>How closely ONNX Runtime and libtorch agree on the same prepared pixels.</summary>
/// <param name="ImageCount">Images compared.</param>
/// <param name="MaxDifference">Largest absolute difference of any value, by output.</param>
/// <param name="Tolerance">The bound that an export must keep, by output in its own unit.</param>
public sealed record OutputParity(int ImageCount, IReadOnlyDictionary<string, float> MaxDifference, IReadOnlyDictionary<string, float> Tolerance)
{
    private const int BatchSize = 8;

    public bool IsWithinTolerance => MaxDifference.All(output => output.Value <= Tolerance[output.Key]);

    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{ImageCount} images, largest difference ")
        + string.Join(", ", MaxDifference.Select(output => string.Create(CultureInfo.InvariantCulture, $"{output.Value:0.0e+0} in {output.Key}")));

    /// <param name="reference">The network's own outputs in the order of <paramref name="tolerance"/>, for planes [N, 3, H, W] and N.</param>
    /// <param name="exported">The file written from it.</param>
    /// <param name="codec">Decodes the images.</param>
    /// <param name="images">Encoded images.</param>
    /// <param name="tolerance">By output, in the order compared.</param>
    /// <param name="cancellation">Checked between batches.</param>
    public static OutputParity Measure(
        Func<float[], int, IReadOnlyList<float[]>> reference, OnnxNetwork exported, IImageCodec codec, IReadOnlyList<byte[]> images,
        IReadOnlyList<(string Output, float Bound)> tolerance, CancellationToken cancellation)
    {
        var metadata = exported.Metadata;
        var size = 3 * metadata.Height * metadata.InputSize;
        var largest = tolerance.ToDictionary(item => item.Output, _ => 0f);
        foreach (var batch in images.Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var planes = new float[batch.Length * size];
            for (var i = 0; i < batch.Length; i++)
            {
                NetworkInput.Fill(codec, batch[i], metadata.InputSize, metadata.Height, planes.AsSpan(i * size, size), metadata.Normalization);
            }

            var expected = reference(planes, batch.Length);
            var actual = exported.Run(planes, batch.Length, [.. tolerance.Select(item => item.Output)]);
            for (var o = 0; o < tolerance.Count; o++)
            {
                largest[tolerance[o].Output] = Math.Max(largest[tolerance[o].Output], DetectionComparison.MaxDifference(expected[o], actual[o]));
            }
        }

        return new OutputParity(images.Count, largest, tolerance.ToDictionary(item => item.Output, item => item.Bound));
    }
}
