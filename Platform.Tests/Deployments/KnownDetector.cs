using Platform.Core.Imaging;
using Platform.Training.Export.Onnx;
using Platform.Training.Imaging;
using Platform.Training.Inference;

namespace Platform.Tests.Deployments;

/// <summary>A detector file with a known answer: one box at a fixed place of the 64 px input, as sure as the image is bright.</summary>
internal static class KnownDetector
{
    public const int Size = 64;

    /// <param name="left">Where its box begins in the input; it is 20 px wide, and 30 px high from row 10 on.</param>
    /// <param name="classKey">What it calls it.</param>
    public static byte[] Build(float left, string classKey = "cell") => Graph(left, classKey).ToArray("test", "1");

    /// <summary>As <see cref="Build"/>, before it is written.</summary>
    public static OnnxGraphBuilder Graph(float left, string classKey = "cell")
    {
        var graph = new OnnxGraphBuilder("detector");
        var images = graph.Input("images", OnnxElementType.Float, "N", 3, Size, Size);
        var mean = graph.Reshape("mean", graph.GlobalAveragePool("pooled", images), 0, 1, 3);
        var nothing = graph.MatMul("nothing", mean, graph.Constant("zeros", new float[12], 3, 4));
        graph.Output(graph.Add("boxes", nothing, graph.Constant("box", [left, 10f, left + 20, 40f], 4)), OnnxElementType.Float, "N", 1, 4);
        graph.Output(graph.Sigmoid("scores", graph.MatMul("bright", mean, graph.Constant("weights", [1f, 1f, 1f], 3, 1))), OnnxElementType.Float, "N", 1, 1);
        var metadata = new DetectorMetadata
        {
            ClassNames = ["Cell"], ClassKeys = [classKey], InputSize = Size, ModelVersionId = "0190d5a0-0000-7000-8000-000000000001", Thresholds = new DetectionThresholds(.4f, .55f, 7),
        };
        foreach (var (key, value) in metadata.ToProperties())
        {
            graph.Metadata(key, value);
        }

        return graph;
    }

    /// <summary>An image of one brightness, twice as wide as high: halved and padded by 16 rows above in the network's input.</summary>
    public static byte[] Image(byte brightness, int number = 0)
    {
        var image = RgbImage.Create(128, 64);
        image.Pixels.AsSpan().Fill(brightness);

        // Another number, other bytes: a few pixels in a corner.
        for (var bit = 0; bit < 16; bit++)
        {
            image.Pixels[3 * bit] = (number >> bit & 1) == 1 ? (byte)(brightness - 40) : brightness;
        }

        return new OpenCvImageCodec().Encode(image, ImageFormat.Png);
    }
}
