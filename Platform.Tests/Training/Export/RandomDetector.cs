using Platform.Core.Imaging;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using Platform.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Export;

/// <summary>A detector with random weights that gives signals of the size that a trained one gives, and noise to look at.</summary>
internal static class RandomDetector
{
    private static readonly OpenCvImageCodec s_codec = new();

    // Random affine parts, then one batch in training mode: statistics are those of real signals, so a wrong fold shows and
    // logits stay of the size that a trained network has.
    public static Detector Make(DetectorArchitecture architecture)
    {
        manual_seed(11);
        var network = new Detector(architecture);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (_, module) in network.named_modules())
        {
            if (module is BatchNorm2d norm)
            {
                norm.momentum = 1;
                norm.weight!.copy_(rand(norm.weight.shape) + .5);
                norm.bias!.copy_(randn(norm.bias!.shape) * .2);
            }
        }

        foreach (var prediction in network.Head.ClassPredictions.Concat(network.Head.BoxPredictions))
        {
            prediction.weight.copy_(randn(prediction.weight.shape));
        }

        network.train();
        network.forward(randn(4, 3, 96, 96));

        // Channels that hardly vary would be blown up: rounding would then decide the boxes, in libtorch as much as in ONNX Runtime.
        foreach (var norm in network.named_modules().Select(pair => pair.module).OfType<BatchNorm2d>())
        {
            norm.running_var!.copy_(norm.running_var + .1);
        }

        network.eval();
        return network;
    }

    public static DetectorMetadata Metadata(int classCount, int inputSize) => new()
    {
        ClassNames = [.. Enumerable.Range(0, classCount).Select(i => $"Class {i}")],
        ClassKeys = [.. Enumerable.Range(0, classCount).Select(i => $"class_{i}")],
        InputSize = inputSize,
        ModelVersionId = "0190d5a0-0000-7000-8000-000000000001",
    };

    public static ReadOnlyMemory<byte> NoiseImage(int seed, int width, int height)
    {
        var image = RgbImage.Create(width, height);
        new Random(seed).NextBytes(image.Pixels);
        return s_codec.Encode(image, ImageFormat.Png);
    }

    /// <summary>Planes [3, S, S] as a normalised picture has them.</summary>
    public static float[] Planes(int seed, int size)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 3 * size * size).Select(_ => (float)((random.NextDouble() * 4) - 2))];
    }
}
