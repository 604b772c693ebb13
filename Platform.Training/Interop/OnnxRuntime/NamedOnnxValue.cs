using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>A tensor with the name of the input or output it belongs to.</summary>
public class NamedOnnxValue
{
    private readonly object _tensor;
    private readonly Func<OrtValue> _toOrtValue;

    private protected NamedOnnxValue(string name, object tensor, Func<OrtValue> toOrtValue)
    {
        Name = name;
        _tensor = tensor;
        _toOrtValue = toOrtValue;
    }

    public string Name { get; }

    /// <summary>Names a tensor as input of a run.</summary>
    public static NamedOnnxValue CreateFromTensor<T>(string name, Tensor<T> value)
        where T : unmanaged => new(name, value, () => ToOrtValue(value));

    /// <summary>The tensor, or null when it holds another element type.</summary>
    public Tensor<T>? AsTensor<T>()
        where T : unmanaged => _tensor as Tensor<T>;

    /// <summary>The elements in row-major order, or null when the tensor holds another element type.</summary>
    public IEnumerable<T>? AsEnumerable<T>()
        where T : unmanaged => AsTensor<T>();

    internal OrtValue CreateOrtValue() => _toOrtValue();

    private protected static OrtValue ToOrtValue<T>(Tensor<T> tensor)
        where T : unmanaged
    {
        var shape = new long[tensor.Dimensions.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = tensor.Dimensions[i];
        }

        return OrtValue.CreateTensorValueFromMemory(tensor.ToArray(), shape);
    }
}

/// <summary>A named output of a run; its tensor is a copy in .NET memory, so nothing native outlives the run.</summary>
public sealed class DisposableNamedOnnxValue : NamedOnnxValue, IDisposable
{
    private DisposableNamedOnnxValue(string name, object tensor, Func<OrtValue> toOrtValue)
        : base(name, tensor, toOrtValue)
    {
    }

    public void Dispose()
    {
    }

    internal static DisposableNamedOnnxValue Copy(string name, OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Float => Copy<float>(name, value),
        TensorElementType.Double => Copy<double>(name, value),
        TensorElementType.Int64 => Copy<long>(name, value),
        TensorElementType.Int32 => Copy<int>(name, value),
        TensorElementType.UInt8 => Copy<byte>(name, value),
        TensorElementType.Int8 => Copy<sbyte>(name, value),
        TensorElementType.Bool => Copy<bool>(name, value),
        TensorElementType.Float16 => Copy<Half>(name, value),
        var other => throw new NotSupportedException($"The output {name} holds {other}, which cannot be read."),
    };

    private static DisposableNamedOnnxValue Copy<T>(string name, OrtValue value)
        where T : unmanaged
    {
        var shape = Array.ConvertAll(value.GetTensorTypeAndShape().Shape, size => checked((int)size));
        var tensor = new DenseTensor<T>(value.GetTensorDataAsSpan<T>().ToArray(), shape);
        return new DisposableNamedOnnxValue(name, tensor, () => ToOrtValue(tensor));
    }
}
