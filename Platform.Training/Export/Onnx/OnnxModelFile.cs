using System.Globalization;
using Google.Protobuf;

namespace Platform.Training.Export.Onnx;

/// <summary>Writes a graph as an ONNX model in protobuf (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).</summary>
public static class OnnxModelFile
{
    /// <summary>Where weights begin in a file of their own: on pages, so that runtimes map them into memory.</summary>
    public const int WeightAlignment = 4096;

    // What is smaller stays in the model file: shapes and scales, which shape inference reads.
    private const int SmallBytes = 1024;

    /// <summary>The whole model file, its weights inside.</summary>
    public static byte[] ToArray(OnnxGraphBuilder graph, string producer, string producerVersion) => Model(graph, producer, producerVersion, null).ToByteArray();

    /// <summary>The model file, and its weights as a file of their own beside it.</summary>
    /// <param name="graph">To write.</param>
    /// <param name="producer">Who writes.</param>
    /// <param name="producerVersion">Of the producer.</param>
    /// <param name="weightsName">Name of the file of weights, in the folder of the model file.</param>
    public static (byte[] Model, byte[] Weights) ToArrays(OnnxGraphBuilder graph, string producer, string producerVersion, string weightsName)
    {
        using var weights = new MemoryStream();
        var model = Model(graph, producer, producerVersion, (weightsName, weights)).ToByteArray();
        return (model, weights.ToArray());
    }

    private static ByteString Model(OnnxGraphBuilder graph, string producer, string producerVersion, (string Name, MemoryStream Stream)? weights) => ProtoMessage.Build(model =>
    {
        // ModelProto: ir_version 1, producer_name 2, producer_version 3, graph 7, opset_import 8, metadata_props 14.
        model.Integer(1, OnnxGraphBuilder.IrVersion);
        model.Text(2, producer);
        model.Text(3, producerVersion);
        model.Message(7, message => WriteGraph(message, graph, weights));
        model.Message(8, opset => opset.Integer(2, OnnxGraphBuilder.OpsetVersion));
        foreach (var (key, value) in graph.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            model.Message(14, entry => WritePair(entry, key, value));
        }
    });

    // GraphProto: node 1, name 2, initializer 5, input 11, output 12.
    private static void WriteGraph(ProtoMessage message, OnnxGraphBuilder graph, (string Name, MemoryStream Stream)? weights)
    {
        foreach (var node in graph.Nodes)
        {
            message.Message(1, item => WriteNode(item, node));
        }

        message.Text(2, graph.Name);
        foreach (var constant in graph.Constants.Values)
        {
            message.Message(5, item => WriteConstant(item, constant, weights));
        }

        foreach (var input in graph.Inputs)
        {
            message.Message(11, item => WritePort(item, input));
        }

        foreach (var output in graph.Outputs)
        {
            message.Message(12, item => WritePort(item, output));
        }
    }

    // NodeProto: input 1, output 2, name 3, op_type 4, attribute 5.
    private static void WriteNode(ProtoMessage message, OnnxNode node)
    {
        foreach (var input in node.Inputs)
        {
            message.Text(1, input);
        }

        foreach (var output in node.Outputs)
        {
            message.Text(2, output);
        }

        message.Text(3, node.Name);
        message.Text(4, node.Operation);
        foreach (var attribute in node.Attributes)
        {
            message.Message(5, attribute.Write);
        }
    }

    // TensorProto: dims 1, data_type 2, name 8, raw_data 9, external_data 13, data_location 14.
    private static void WriteConstant(ProtoMessage message, OnnxConstant constant, (string Name, MemoryStream Stream)? weights)
    {
        foreach (var size in constant.Shape)
        {
            message.Integer(1, size);
        }

        message.Integer(2, (long)constant.Type);
        message.Text(8, constant.Name);
        if (weights is not var (name, stream) || constant.LittleEndian.Length < SmallBytes)
        {
            message.Bytes(9, constant.LittleEndian);
            return;
        }

        stream.SetLength((stream.Length + WeightAlignment - 1) / WeightAlignment * WeightAlignment);
        var offset = stream.Seek(0, SeekOrigin.End);
        stream.Write(constant.LittleEndian);
        message.Message(13, entry => WritePair(entry, "location", name));
        message.Message(13, entry => WritePair(entry, "offset", offset.ToString(CultureInfo.InvariantCulture)));
        message.Message(13, entry => WritePair(entry, "length", constant.LittleEndian.Length.ToString(CultureInfo.InvariantCulture)));
        message.Integer(14, 1);
    }

    // ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; Tensor: elem_type 1, shape 2; Dimension: dim_value 1, dim_param 2.
    private static void WritePort(ProtoMessage message, OnnxPort port)
    {
        message.Text(1, port.Name);
        message.Message(2, typeProto => typeProto.Message(1, tensor =>
        {
            tensor.Integer(1, (long)port.Type);
            if (port.Shape.Count == 0)
            {
                return;
            }

            tensor.Message(2, shapeProto =>
            {
                foreach (var size in port.Shape)
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

    // StringStringEntryProto: key 1, value 2.
    private static void WritePair(ProtoMessage message, string key, string value)
    {
        message.Text(1, key);
        message.Text(2, value);
    }
}
