using Platform.Core.Imaging;
using Platform.Training.Data;
using Platform.Training.Export;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Models;

namespace InferenceBench;

/// <summary>An untrained nano detector at 320 px, and photographs-to-be that it is asked about: speed does not depend on what was learnt.</summary>
internal static class BenchModel
{
    public const int SizePx = 320;

    public static IReadOnlyList<string> ClassKeys { get; } = ["a", "b", "c"];

    public static byte[] Build()
    {
        using var network = new Detector(DetectorArchitecture.Of(DetectorSize.Nano, 3));
        DetectorInitializer.Initialize(network);
        network.eval();
        return DetectorOnnxExporter.Export(network, new DetectorMetadata
        {
            ClassNames = [.. ClassKeys], ClassKeys = [.. ClassKeys], InputSize = SizePx, ModelVersionId = Guid.CreateVersion7().ToString(),
        });
    }

    /// <summary>A JPEG of 320 × 320 pixels: soft shapes with a photograph's grain.</summary>
    public static byte[] Image(int seed)
    {
        var random = new Random(seed);
        var image = RgbImage.Create(SizePx, SizePx);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var (x, y) = (i / 3 % SizePx, i / 3 / SizePx);
            image.Pixels[i] = (byte)(128 + (60 * Math.Sin((x + seed) / 23.0) * Math.Cos(y / 31.0)) + random.Next(-10, 11));
        }

        return new OpenCvImageCodec().Encode(image, ImageFormat.Jpeg, 90);
    }

    /// <summary>[3, S, S] of an image.</summary>
    public static float[] Planes(byte[] image)
    {
        var planes = new float[3 * SizePx * SizePx];
        NetworkInput.Fill(new OpenCvImageCodec(), image, SizePx, planes);
        return planes;
    }
}
