using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Platform.Training.Export.Onnx;

/// <summary>
/// Builds an ONNX model node by node and writes it as protobuf (IR 8, opset 17; https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
/// Values are named by strings; nodes must be added after those that feed them. Not thread-safe.
/// </summary>
public sealed class OnnxGraphBuilder(string graphName)
{
    /// <summary>ONNX 1.12's intermediate representation, read by every runtime since 2022.</summary>
    public const int IrVersion = 8;

    /// <summary>Version of the operator set.</summary>
    public const int OpsetVersion = 17;

    private readonly List<Action<ProtoMessage>> _nodes = [];
    private readonly List<Action<ProtoMessage>> _initializers = [];
    private readonly List<Action<ProtoMessage>> _inputs = [];
    private readonly List<Action<ProtoMessage>> _outputs = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public int NodeCount => _nodes.Count;

    /// <summary>Declares a model input and returns its name.</summary>
    public string Input(string name, OnnxElementType type, params IReadOnlyList<OnnxDimension> shape)
    {
        Claim(name);
        _inputs.Add(message => WriteValueInfo(message, name, type, shape));
        return name;
    }

    /// <summary>Declares a value computed by a node as a model output; without sizes the shape is left to the runtime.</summary>
    public void Output(string name, OnnxElementType type, params IReadOnlyList<OnnxDimension> shape)
    {
        if (!_names.Contains(name))
        {
            throw new ArgumentException($"No node computes the output {name}.", nameof(name));
        }

        _outputs.Add(message => WriteValueInfo(message, name, type, shape));
    }

    /// <summary>Adds a constant tensor and returns its name.</summary>
    public string Constant(string name, float[] values, params IReadOnlyList<long> shape) =>
        Constant(name, OnnxElementType.Float, values.Length, MemoryMarshal.AsBytes<float>(values).ToArray(), shape);

    /// <summary>Adds a constant tensor and returns its name.</summary>
    public string Constant(string name, long[] values, params IReadOnlyList<long> shape) =>
        Constant(name, OnnxElementType.Int64, values.Length, MemoryMarshal.AsBytes<long>(values).ToArray(), shape);

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
        _nodes.Add(message =>
        {
            // NodeProto: input 1, output 2, name 3, op_type 4, attribute 5.
            Array.ForEach([.. inputs], input => message.Text(1, input));
            Array.ForEach(outputs, output => message.Text(2, output));
            message.Text(3, name);
            message.Text(4, operation);
            foreach (var attribute in attributes)
            {
                message.Message(5, attribute.Write);
            }
        });
        return outputs;
    }

    /// <summary>Sets a free-form property of the model file.</summary>
    public void Metadata(string key, string value) => _metadata[key] = value;

    /// <summary>The whole model file.</summary>
    public byte[] ToArray(string producer, string producerVersion) => Model(producer, producerVersion).ToByteArray();

    /// <summary>Writes the model file to a stream.</summary>
    public void WriteTo(Stream stream, string producer, string producerVersion) => Model(producer, producerVersion).WriteTo(stream);

    private ByteString Model(string producer, string producerVersion) => ProtoMessage.Build(model =>
    {
        // ModelProto: ir_version 1, producer_name 2, producer_version 3, graph 7, opset_import 8, metadata_props 14.
        model.Integer(1, IrVersion);
        model.Text(2, producer);
        model.Text(3, producerVersion);
        model.Message(7, WriteGraph);
        model.Message(8, opset => opset.Integer(2, OpsetVersion));
        foreach (var (key, value) in _metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            model.Message(14, entry =>
            {
                entry.Text(1, key);
                entry.Text(2, value);
            });
        }
    });

    // GraphProto: node 1, name 2, initializer 5, input 11, output 12.
    private void WriteGraph(ProtoMessage graph)
    {
        _nodes.ForEach(write => graph.Message(1, write));
        graph.Text(2, graphName);
        _initializers.ForEach(write => graph.Message(5, write));
        _inputs.ForEach(write => graph.Message(11, write));
        _outputs.ForEach(write => graph.Message(12, write));
    }

    private string Constant(string name, OnnxElementType type, int count, byte[] littleEndian, IReadOnlyList<long> shape)
    {
        if (shape.Aggregate(1L, (product, size) => product * size) != count)
        {
            throw new ArgumentException($"The constant {name} has {count} values for the shape [{string.Join(", ", shape)}].", nameof(shape));
        }

        Claim(name);
        _initializers.Add(tensor =>
        {
            // TensorProto: dims 1, data_type 2, name 8, raw_data 9.
            foreach (var size in shape)
            {
                tensor.Integer(1, size);
            }

            tensor.Integer(2, (long)type);
            tensor.Text(8, name);
            tensor.Bytes(9, littleEndian);
        });
        return name;
    }

    // ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; Tensor: elem_type 1, shape 2; Dimension: dim_value 1, dim_param 2.
    private static void WriteValueInfo(ProtoMessage message, string name, OnnxElementType type, IReadOnlyList<OnnxDimension> shape)
    {
        message.Text(1, name);
        message.Message(2, typeProto => typeProto.Message(1, tensor =>
        {
            tensor.Integer(1, (long)type);
            if (shape.Count == 0)
            {
                return;
            }

            tensor.Message(2, shapeProto =>
            {
                foreach (var size in shape)
                {
                    shapeProto.Message(1, dimension => WriteDimension(dimension, size));
                }
            });
        }));
    }

    private static void WriteDimension(ProtoMessage dimension, OnnxDimension size)
    {
        if (size.Name is { } name)
        {
            dimension.Text(2, name);
        }
        else
        {
            dimension.Integer(1, size.Size);
        }
    }

    private void Claim(string name)
    {
        if (name.Length == 0 || !_names.Add(name))
        {
            throw new ArgumentException($"The name '{name}' is empty or taken.", nameof(name));
        }
    }
}
