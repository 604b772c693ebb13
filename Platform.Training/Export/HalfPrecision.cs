using System.Runtime.InteropServices;
using Platform.Training.Export.Onnx;

namespace Platform.Training.Export;

/// <summary>
/// Turns a graph's weights and activations into half precision. Inputs and outputs stay single precision, and so does everything behind the last
/// convolution or LSTM: a coordinate of 640 px has steps of half a pixel in half precision.
/// </summary>
public static class HalfPrecision
{
    private const string HalfEnding = ".half";
    private const string SingleEnding = ".single";

    /// <summary>A graph that computes the same in half precision; the given one stays as it is.</summary>
    public static OnnxGraphBuilder Apply(OnnxGraphBuilder graph)
    {
        var halved = Before(graph, operation => operation is "Conv" or "LSTM");
        var outputs = graph.Outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        var produced = halved.SelectMany(node => node.Outputs).ToHashSet(StringComparer.Ordinal);
        var result = graph.StartAgain();
        foreach (var node in graph.Nodes)
        {
            if (!halved.Contains(node))
            {
                result.TakeConstants(graph, node.Inputs);
                var inputs = node.Inputs.Select(input => produced.Contains(input) && !outputs.Contains(input) ? Once(result, input + SingleEnding, input, OnnxElementType.Float) : input).ToList();
                result.Node(node.Operation, node.Name, inputs, node.Outputs.Count, node.Attributes);
                continue;
            }

            var isOutput = node.Outputs.Count == 1 && outputs.Contains(node.Name);
            result.Node(
                node.Operation, isOutput ? node.Name + HalfEnding : node.Name, [.. node.Inputs.Select((input, position) => HalfOf(graph, result, node, position, input, produced, outputs))], node.Outputs.Count, node.Attributes);
            if (isOutput)
            {
                result.Cast(node.Name, node.Name + HalfEnding, OnnxElementType.Float);
            }
        }

        foreach (var output in graph.Outputs)
        {
            result.Output(output.Name, output.Type, output.Shape);
        }

        return result;
    }

    /// <summary>The nodes of these operations, and all that feed them.</summary>
    internal static HashSet<OnnxNode> Before(OnnxGraphBuilder graph, Predicate<string> operation)
    {
        var (found, needed) = (new HashSet<OnnxNode>(ReferenceEqualityComparer.Instance), new HashSet<string>(StringComparer.Ordinal));
        foreach (var node in graph.Nodes.Reverse())
        {
            if (operation(node.Operation) || node.Outputs.Any(needed.Contains))
            {
                found.Add(node);
                needed.UnionWith(node.Inputs);
            }
        }

        return found;
    }

    private static string HalfOf(OnnxGraphBuilder graph, OnnxGraphBuilder result, OnnxNode node, int position, string input, HashSet<string> produced, HashSet<string> outputs)
    {
        if (graph.Constants.TryGetValue(input, out var constant))
        {
            // The factors of a resize are single precision by its definition.
            var keeps = constant.Type != OnnxElementType.Float || (node.Operation == "Resize" && position > 0);
            return result.Constant(keeps ? constant : new OnnxConstant(input, OnnxElementType.Float16, constant.Shape, Halves(constant.Floats)));
        }

        if (produced.Contains(input))
        {
            return outputs.Contains(input) ? input + HalfEnding : input;
        }

        return input.Length == 0 ? input : Once(result, input + HalfEnding, input, OnnxElementType.Float16);
    }

    private static string Once(OnnxGraphBuilder result, string name, string input, OnnxElementType type) =>
        result.Nodes.Any(node => node.Name == name) ? name : result.Cast(name, input, type);

    private static byte[] Halves(float[] values) => MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value)).ToArray();
}
