using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>What a model declares about one input or output.</summary>
public sealed class NodeMetadata
{
    internal NodeMetadata(OrtTensorTypeAndShapeInfo? info)
    {
        IsTensor = info is not null;
        ElementDataType = info?.ElementDataType ?? TensorElementType.DataTypeMax;
        Dimensions = info is null ? [] : Array.ConvertAll(info.Shape, size => checked((int)size));
        SymbolicDimensions = info?.SymbolicDimensions ?? [];
    }

    public bool IsTensor { get; }

    public TensorElementType ElementDataType { get; }

    /// <summary>Sizes; -1 where the model leaves one open.</summary>
    public int[] Dimensions { get; }

    /// <summary>Names of the open sizes, empty for fixed ones.</summary>
    public string[] SymbolicDimensions { get; }
}
