using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Ocr;

/// <summary>Symbol probabilities from a network in eval mode; used by one thread.</summary>
public sealed class LinePredictor(LineRecognizer network, int width, int height)
{
    /// <summary>[count x T x (K + 1)], each column's sum 1.</summary>
    /// <param name="pixels">[count, 3, H, W], normalised.</param>
    /// <param name="count">Lines.</param>
    public float[] Run(ReadOnlyMemory<float> pixels, int count)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var input = InputTensor.Create(pixels, count, width, height, network.Device);
        return network.forward(input).softmax(-1).cpu().contiguous().data<float>().ToArray();
    }
}
