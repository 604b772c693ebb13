using Platform.Training.Export.Onnx;

namespace Platform.Training.Export;

/// <summary>The range of a value over the calibration images.</summary>
public readonly record struct ValueRange(float Min, float Max);

/// <summary>
/// Static quantisation to 8 bits, written as QuantizeLinear and DequantizeLinear around convolutions: activations int8 with one scale and zero point a value, weights
/// int8 with one scale a channel, biases int32. The last convolutions, which give the predictions, and all behind them stay single precision.
/// Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference" (https://arxiv.org/abs/1712.05877).
/// </summary>
public static class Quantization
{
    private const string Restored = ".restored";

    /// <summary>The values whose ranges <see cref="Apply"/> asks for, in the graph's order: what goes into the convolutions and what comes out of them.</summary>
    public static IReadOnlyList<string> Measured(OnnxGraphBuilder graph) =>
        [.. Quantized(graph).SelectMany(conv => new[] { conv.Inputs[0], conv.Outputs[0] }).Distinct(StringComparer.Ordinal)];

    /// <summary>A graph that computes the same in 8 bits; the given one stays as it is.</summary>
    public static OnnxGraphBuilder Apply(OnnxGraphBuilder graph, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        var quantized = Quantized(graph).ToHashSet<OnnxNode>(ReferenceEqualityComparer.Instance);
        var roundedOutputs = quantized.Select(conv => conv.Outputs[0]).ToHashSet(StringComparer.Ordinal);
        var activations = new Dictionary<string, (string Restored, float Scale)>(StringComparer.Ordinal);
        var result = graph.StartAgain();
        foreach (var node in graph.Nodes)
        {
            if (!quantized.Contains(node))
            {
                result.TakeConstants(graph, node.Inputs);
                result.Node(node.Operation, node.Name, [.. node.Inputs.Select(input => roundedOutputs.Contains(input) ? Restore(input).Restored : input)], node.Outputs.Count, node.Attributes);
                continue;
            }

            var (input, scale) = Restore(node.Inputs[0]);
            result.Node(node.Operation, node.Name, [input, .. Weights(graph, result, node, scale)], 1, node.Attributes);
        }

        foreach (var output in graph.Outputs)
        {
            result.Output(output.Name, output.Type, output.Shape);
        }

        return result;

        (string Restored, float Scale) Restore(string value)
        {
            if (!activations.TryGetValue(value, out var done))
            {
                done = Round(result, value, ranges[value]);
                activations[value] = done;
            }

            return done;
        }
    }

    // Convolutions whose result another convolution looks at.
    private static List<OnnxNode> Quantized(OnnxGraphBuilder graph)
    {
        var needed = HalfPrecision.Before(graph, operation => operation == "Conv").SelectMany(node => node.Inputs).ToHashSet(StringComparer.Ordinal);
        return [.. graph.Nodes.Where(node => node.Operation == "Conv" && needed.Contains(node.Outputs[0]))];
    }

    // The range takes in 0, so that padding is exact: q = round(x / scale) + zero point in -128..127.
    private static (string Restored, float Scale) Round(OnnxGraphBuilder result, string value, ValueRange range)
    {
        var (min, max) = (Math.Min(range.Min, 0), Math.Max(range.Max, 0));
        var scale = max > min ? (max - min) / 255 : 1;
        var zero = (sbyte)Math.Clamp(MathF.Round(-128 - (min / scale)), -128, 127);
        var scaleName = result.Constant(value + ".scale", new[] { scale });
        var zeroName = result.Constant(value + ".zero", new[] { zero });
        return (result.Dequantize(value + Restored, result.Quantize(value + ".rounded", value, scaleName, zeroName), scaleName, zeroName), scale);
    }

    // [O, I, K, K] and [O]: each output channel has a scale of its own, symmetric about 0.
    private static IEnumerable<string> Weights(OnnxGraphBuilder graph, OnnxGraphBuilder result, OnnxNode conv, float inputScale)
    {
        var (weight, bias) = (graph.Constants[conv.Inputs[1]], graph.Constants[conv.Inputs[2]]);
        var (values, channels) = (weight.Floats, (int)weight.Shape[0]);
        var perChannel = values.Length / channels;
        var scales = new float[channels];
        var rounded = new sbyte[values.Length];
        for (var channel = 0; channel < channels; channel++)
        {
            var part = values.AsSpan(channel * perChannel, perChannel);
            var largest = 0f;
            foreach (var value in part)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            scales[channel] = largest > 0 ? largest / 127 : 1;
            for (var i = 0; i < perChannel; i++)
            {
                rounded[(channel * perChannel) + i] = (sbyte)Math.Clamp(MathF.Round(part[i] / scales[channel]), -127, 127);
            }
        }

        var scaleName = result.Constant(weight.Name + ".scale", scales, channels);
        yield return result.Dequantize(
            weight.Name + Restored, result.Constant(weight.Name, rounded, weight.Shape), scaleName, result.Constant(weight.Name + ".zero", new sbyte[channels], channels));

        // What the integer product of input and weight is a multiple of.
        var biasScales = Array.ConvertAll(scales, scale => scale * inputScale);
        var biases = bias.Floats.Zip(biasScales, (value, scale) => (int)Math.Clamp(Math.Round((double)value / scale), int.MinValue, int.MaxValue)).ToArray();
        yield return result.Dequantize(bias.Name + Restored, result.Constant(bias.Name, biases, channels), result.Constant(bias.Name + ".scale", biasScales, channels), "");
    }
}
