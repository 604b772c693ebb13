using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Platform.Training.Export;

/// <summary>Weights of a convolution with the batch normalisation behind it folded in: y = gamma (w x - mean) / sqrt(var + eps) + beta.</summary>
/// <param name="Weight">[output, input / groups, kernel, kernel], row-major.</param>
/// <param name="Bias">[output].</param>
/// <param name="Shape">Shape of the weight.</param>
internal sealed record FoldedConvolution(float[] Weight, float[] Bias, long[] Shape)
{
    public static FoldedConvolution Of(Conv2d conv, BatchNorm2d norm)
    {
        using var scope = NewDisposeScope();
        var shape = conv.weight.shape;
        var weight = Values(conv.weight);
        var gamma = Values(norm.weight!);
        var beta = Values(norm.bias!);
        var mean = Values(norm.running_mean!);
        var variance = Values(norm.running_var!);
        var convBias = conv.bias is null ? null : Values(conv.bias);
        var bias = new float[gamma.Length];
        var perOutput = weight.Length / bias.Length;
        for (var o = 0; o < bias.Length; o++)
        {
            // Doubles: the fold is exact to the last bit of a float.
            var scale = gamma[o] / Math.Sqrt(variance[o] + norm.eps);
            bias[o] = (float)(beta[o] + (((convBias?[o] ?? 0) - mean[o]) * scale));
            for (var i = o * perOutput; i < (o + 1) * perOutput; i++)
            {
                weight[i] = (float)(weight[i] * scale);
            }
        }

        return new FoldedConvolution(weight, bias, shape);
    }

    public static FoldedConvolution Of(Conv2d conv)
    {
        using var scope = NewDisposeScope();
        var shape = conv.weight.shape;
        return new FoldedConvolution(Values(conv.weight), conv.bias is null ? new float[shape[0]] : Values(conv.bias), shape);
    }

    // Any device, type and memory layout; the scope of the caller frees the intermediates.
    public static float[] Values(Tensor tensor) => tensor.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
}
