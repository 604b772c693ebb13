using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Cls;

/// <summary>Class probabilities from a network in eval mode; used by one thread.</summary>
public sealed class ClassifierPredictor(Classifier network, int imageSize)
{
    /// <summary>[count x C], each image's sum 1.</summary>
    /// <param name="pixels">[count, 3, S, S], normalised.</param>
    /// <param name="count">Images.</param>
    public float[] Run(ReadOnlyMemory<float> pixels, int count)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var input = InputTensor.Create(pixels, count, imageSize, network.Device);
        return network.forward(input).softmax(-1).cpu().contiguous().data<float>().ToArray();
    }
}
