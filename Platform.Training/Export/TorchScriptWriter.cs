using System.Globalization;
using System.Text;
using System.Text.Json;
using Platform.Training.Export.Onnx;
using Platform.Training.Tensors;
using static TorchSharp.torch;

namespace Platform.Training.Export;

/// <summary>
/// Says a graph in TorchScript, one statement a node, so that every network that is written as ONNX is written as libtorch's own program as well.
/// Only operations and attributes that our graphs hold are known; others are refused.
/// </summary>
public sealed class TorchScriptWriter
{
    private readonly OnnxGraphBuilder _graph;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    private TorchScriptWriter(OnnxGraphBuilder graph) => _graph = graph;

    /// <summary>Writes the graph as an archive that torch::jit::load reads; the graph's properties stand in it as extra/platform.json.</summary>
    public static void Save(OnnxGraphBuilder graph, string path)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var writer = new TorchScriptWriter(graph);
        var source = writer.Write();
        ScriptModule.Save(path, source, writer._tensors, JsonSerializer.Serialize(graph.Properties));
    }

    private string Write()
    {
        _names[_graph.Inputs[0].Name] = "x";
        _text.AppendLine("def forward(self, x: Tensor):");
        foreach (var node in _graph.Nodes)
        {
            foreach (var output in node.Outputs)
            {
                _names[output] = string.Create(CultureInfo.InvariantCulture, $"v{_names.Count}");
            }

            _text.AppendLine(CultureInfo.InvariantCulture, $"    {string.Join(", ", node.Outputs.Select(output => _names[output]))} = {Expression(node)}");
        }

        _text.AppendLine(CultureInfo.InvariantCulture, $"    return {string.Join(", ", _graph.Outputs.Select(output => _names[output.Name]))}");
        return _text.ToString();
    }

    private string Expression(OnnxNode node) => node.Operation switch
    {
        "Conv" => $"torch.conv2d({In(node, 0)}, {In(node, 1)}, {In(node, 2)}, {List(node.Integers("strides"))}, {List([.. node.Integers("pads").Take(2)])}, [1, 1], {Number(node.Integer("group", 1))})",
        "Sigmoid" => $"torch.sigmoid({In(node, 0)})",
        "HardSigmoid" => $"torch.hardsigmoid({In(node, 0)})",
        "Add" => $"{In(node, 0)} + {In(node, 1)}",
        "Sub" => $"{In(node, 0)} - {In(node, 1)}",
        "Mul" => $"{In(node, 0)} * {In(node, 1)}",
        "MatMul" => $"torch.matmul({In(node, 0)}, {In(node, 1)})",
        "Softmax" => $"torch.softmax({In(node, 0)}, {Number(node.Integer("axis", -1))})",
        "Concat" => $"torch.cat([{string.Join(", ", node.Inputs.Select((_, i) => In(node, i)))}], {Number(node.Integer("axis", 0))})",
        "GlobalAveragePool" => $"torch.adaptive_avg_pool2d({In(node, 0)}, [1, 1])",
        "MaxPool" => $"torch.max_pool2d({In(node, 0)}, {List(node.Integers("kernel_shape"))}, {List(node.Integers("strides"))}, {List(Pads(node))}, [1, 1], False)",
        "Resize" => $"torch.upsample_nearest2d({In(node, 0)}, None, [2.0, 2.0])",
        "Reshape" => $"torch.reshape({In(node, 0)}, [{string.Join(", ", _graph.Constants[node.Inputs[1]].Integers.Select((size, axis) => size == 0 ? $"{In(node, 0)}.size({Number(axis)})" : Number(size)))}])",
        "Transpose" => $"{In(node, 0)}.permute({List(node.Integers("perm"))})",
        "LSTM" => Lstm(node),
        _ => throw new NotSupportedException($"{node.Operation} has no place in a script."),
    };

    private static IReadOnlyList<long> Pads(OnnxNode node) => node.Integers("pads") is { Count: 4 } pads ? [pads[0], pads[1]] : [0, 0];

    // ONNX keeps the gates as input, output, forget, cell, both directions in one tensor, and gives [T, 2, N, hidden]; libtorch keeps input, forget, cell, output, a tensor a direction, and gives [T, N, 2 x hidden].
    private string Lstm(OnnxNode node)
    {
        var hidden = node.Integer("hidden_size", 0);
        var parts = new List<string>();
        for (var direction = 0; direction < 2; direction++)
        {
            var biases = Constant(node.Inputs[3])[direction];
            parts.Add(Own(Gates(Constant(node.Inputs[1])[direction])));
            parts.Add(Own(Gates(Constant(node.Inputs[2])[direction])));
            parts.Add(Own(Gates(biases.narrow(0, 0, 4 * hidden))));
            parts.Add(Own(Gates(biases.narrow(0, 4 * hidden, 4 * hidden))));
        }

        var input = In(node, 0);
        var state = $"{input}.new_zeros([2, {input}.size(1), {Number(hidden)}])";
        return $"torch.lstm({input}, [{state}, {state}], [{string.Join(", ", parts)}], True, 1, 0.0, False, True, False)[0]"
            + $".reshape([{input}.size(0), {input}.size(1), 2, {Number(hidden)}]).permute([0, 2, 1, 3])";
    }

    private static Tensor Gates(Tensor stacked)
    {
        var size = stacked.shape[0] / 4;
        return cat([stacked.narrow(0, 0, size), stacked.narrow(0, 2 * size, 2 * size), stacked.narrow(0, size, size)], 0);
    }

    private string In(OnnxNode node, int position)
    {
        var name = node.Inputs[position];
        if (!_names.TryGetValue(name, out var known))
        {
            known = Own(Constant(name));
            _names[name] = known;
        }

        return known;
    }

    private Tensor Constant(string name)
    {
        var constant = _graph.Constants[name];
        return tensor(constant.Floats).reshape([.. constant.Shape]);
    }

    private string Own(Tensor value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"c{_tensors.Count}");
        _tensors[name] = value.contiguous();
        return "self." + name;
    }

    private static string List(IReadOnlyList<long> values) => $"[{string.Join(", ", values.Select(Number))}]";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
