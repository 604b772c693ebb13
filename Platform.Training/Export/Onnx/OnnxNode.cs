using System.Runtime.InteropServices;

namespace Platform.Training.Export.Onnx;

/// <summary>A step of a graph; an empty input name leaves an optional input out.</summary>
public sealed record OnnxNode(string Operation, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxAttribute> Attributes)
{
    internal long Integer(string attribute, long otherwise) => Find(attribute) is long value ? value : otherwise;

    internal float Real(string attribute, float otherwise) => Find(attribute) is float value ? value : otherwise;

    internal string? Text(string attribute) => Find(attribute) as string;

    internal IReadOnlyList<long> Integers(string attribute) => Find(attribute) as IReadOnlyList<long> ?? [];

    private object? Find(string attribute) => Attributes.FirstOrDefault(item => item.Name == attribute)?.Value;
}

/// <summary>A constant of a graph, row by row, little-endian.</summary>
public sealed record OnnxConstant(string Name, OnnxElementType Type, IReadOnlyList<long> Shape, byte[] LittleEndian)
{
    internal float[] Floats => Type == OnnxElementType.Float ? MemoryMarshal.Cast<byte, float>(LittleEndian).ToArray() : throw new InvalidOperationException($"The constant {Name} holds no floats.");

    internal long[] Integers => Type == OnnxElementType.Int64 ? MemoryMarshal.Cast<byte, long>(LittleEndian).ToArray() : throw new InvalidOperationException($"The constant {Name} holds no 64-bit integers.");
}

/// <summary>An input or output of a graph; without sizes the shape is left to the runtime.</summary>
public sealed record OnnxPort(string Name, OnnxElementType Type, IReadOnlyList<OnnxDimension> Shape);
