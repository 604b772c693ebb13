using System.Globalization;
using System.Runtime.InteropServices;

namespace Platform.Training.Export.Onnx;

/// <summary>
/// Builds an ONNX graph node by node; <see cref="OnnxModelFile"/> writes it (IR 8, opset 17). Values are named by strings; nodes must be added after
/// those that feed them. Not thread-safe.
/// </summary>
public sealed class OnnxGraphBuilder(string graphName)
{
    /// <summary>ONNX 1.12's intermediate representation, read by every runtime since 2022.</summary>
    public const int IrVersion = 8;

    /// <summary>Version of the operator set.</summary>
    public const int OpsetVersion = 17;

    private readonly List<OnnxNode> _nodes = [];
    private readonly Dictionary<string, OnnxConstant> _constants = new(StringComparer.Ordinal);
    private readonly List<OnnxPort> _inputs = [];
    private readonly List<OnnxPort> _outputs = [];
    private readonly Dictionary<string, string> _properties = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public string Name => graphName;

    public int NodeCount => _nodes.Count;

    /// <summary>In an order in which each follows those that feed it.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    public IReadOnlyDictionary<string, OnnxConstant> Constants => _constants;

    public IReadOnlyList<OnnxPort> Inputs => _inputs;

    public IReadOnlyList<OnnxPort> Outputs => _outputs;

    /// <summary>The free-form properties of the model file.</summary>
    public IReadOnlyDictionary<string, string> Properties => _properties;

    /// <summary>Declares a model input and returns its name.</summary>
    public string Input(string name, OnnxElementType type, params IReadOnlyList<OnnxDimension> shape)
    {
        Claim(name);
        _inputs.Add(new OnnxPort(name, type, shape));
        return name;
    }

    /// <summary>Declares a value computed by a node as a model output; without sizes the shape is left to the runtime.</summary>
    public void Output(string name, OnnxElementType type, params IReadOnlyList<OnnxDimension> shape)
    {
        if (!_names.Contains(name))
        {
            throw new ArgumentException($"No node computes the output {name}.", nameof(name));
        }

        _outputs.Add(new OnnxPort(name, type, shape));
    }

    /// <summary>Adds a constant tensor and returns its name.</summary>
    public string Constant(string name, float[] values, params IReadOnlyList<long> shape) =>
        Constant(name, OnnxElementType.Float, values.Length, MemoryMarshal.AsBytes<float>(values).ToArray(), shape);

    /// <summary>Adds a constant tensor and returns its name.</summary>
    public string Constant(string name, long[] values, params IReadOnlyList<long> shape) =>
        Constant(name, OnnxElementType.Int64, values.Length, MemoryMarshal.AsBytes<long>(values).ToArray(), shape);

    /// <summary>Adds a constant tensor and returns its name.</summary>
    public string Constant(string name, int[] values, params IReadOnlyList<long> shape) =>
        Constant(name, OnnxElementType.Int32, values.Length, MemoryMarshal.AsBytes<int>(values).ToArray(), shape);

    /// <summary>Adds a constant tensor and returns its name.</summary>
    public string Constant(string name, sbyte[] values, params IReadOnlyList<long> shape) =>
        Constant(name, OnnxElementType.Int8, values.Length, MemoryMarshal.AsBytes<sbyte>(values).ToArray(), shape);

    /// <summary>Adds a constant tensor and returns its name.</summary>
    public string Constant(string name, Half[] values, params IReadOnlyList<long> shape) =>
        Constant(name, OnnxElementType.Float16, values.Length, MemoryMarshal.AsBytes<Half>(values).ToArray(), shape);

    /// <summary>Adds a constant of another graph, once.</summary>
    public string Constant(OnnxConstant constant)
    {
        if (!_constants.ContainsKey(constant.Name))
        {
            Claim(constant.Name);
            _constants[constant.Name] = constant;
        }

        return constant.Name;
    }

    /// <summary>Adds a node with one output, named after the node; an empty input name leaves an optional input out.</summary>
    public string Node(string operation, string name, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxAttribute> attributes) =>
        Node(operation, name, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs, named after the node with a number.</summary>
    public IReadOnlyList<string> Node(
        string operation, string name, IReadOnlyList<string> inputs, int outputCount, IReadOnlyList<OnnxAttribute> attributes)
    {
        foreach (var input in inputs)
        {
            if (input.Length > 0 && !_names.Contains(input))
            {
                throw new ArgumentException($"The node {name} reads {input}, which nothing before it computes.", nameof(inputs));
            }
        }

        string[] outputs = outputCount == 1
            ? [name]
            : [.. Enumerable.Range(0, outputCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}.{i}"))];
        Array.ForEach(outputs, Claim);
        _nodes.Add(new OnnxNode(operation, name, [.. inputs], outputs, attributes));
        return outputs;
    }

    /// <summary>Sets a free-form property of the model file.</summary>
    public void Metadata(string key, string value) => _properties[key] = value;

    /// <summary>The whole model file.</summary>
    public byte[] ToArray(string producer, string producerVersion) => OnnxModelFile.ToArray(this, producer, producerVersion);

    /// <summary>An empty graph with this one's name, inputs and properties, for a graph that computes the same in another way.</summary>
    internal OnnxGraphBuilder StartAgain()
    {
        var again = new OnnxGraphBuilder(graphName);
        foreach (var input in _inputs)
        {
            again.Input(input.Name, input.Type, input.Shape);
        }

        foreach (var (key, value) in _properties)
        {
            again.Metadata(key, value);
        }

        return again;
    }

    /// <summary>Adds a node of another graph as it is, with the constants that it reads there.</summary>
    internal void Take(OnnxGraphBuilder other, OnnxNode node)
    {
        TakeConstants(other, node.Inputs);
        Node(node.Operation, node.Name, node.Inputs, node.Outputs.Count, node.Attributes);
    }

    /// <summary>Adds those of the values that are constants of another graph.</summary>
    internal void TakeConstants(OnnxGraphBuilder other, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (other.Constants.TryGetValue(name, out var constant))
            {
                Constant(constant);
            }
        }
    }

    private string Constant(string name, OnnxElementType type, int count, byte[] littleEndian, IReadOnlyList<long> shape)
    {
        if (shape.Aggregate(1L, (product, size) => product * size) != count)
        {
            throw new ArgumentException($"The constant {name} has {count} values for the shape [{string.Join(", ", shape)}].", nameof(shape));
        }

        Claim(name);
        _constants[name] = new OnnxConstant(name, type, [.. shape], littleEndian);
        return name;
    }

    private void Claim(string name)
    {
        if (name.Length == 0 || !_names.Add(name))
        {
            throw new ArgumentException($"The name '{name}' is empty or taken.", nameof(name));
        }
    }
}
