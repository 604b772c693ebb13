using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Training.Interop;

/// <summary>
/// One argument of an operator call on the managed side. It holds the tensor object itself, not its handle, so that the
/// collector cannot finalise a tensor between the building of the arguments and the end of the native call.
/// </summary>
internal readonly struct TorchArg
{
    private TorchArg(ArgTag tag, object? reference, long bits = 0)
    {
        Tag = tag;
        Reference = reference;
        Bits = bits;
    }

    internal ArgTag Tag { get; }

    internal object? Reference { get; }

    internal long Bits { get; }

    internal static TorchArg None => default;

    internal static TorchArg Default => new(ArgTag.Omit, null);

    internal static TorchArg Text(string value) => new(ArgTag.String, value);

    internal static TorchArg OptionalTensors(Tensor?[] tensors) => new(ArgTag.OptionalTensorList, tensors);

    public static implicit operator TorchArg(Tensor? value) => value is null ? default : new(ArgTag.Tensor, value);

    public static implicit operator TorchArg(long value) => new(ArgTag.Int, null, value);

    public static implicit operator TorchArg(int value) => new(ArgTag.Int, null, value);

    public static implicit operator TorchArg(double value) => new(ArgTag.Double, null, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator TorchArg(bool value) => new(ArgTag.Bool, null, value ? 1 : 0);

    public static implicit operator TorchArg(long? value) => value is { } v ? v : default(TorchArg);

    public static implicit operator TorchArg(double? value) => value is { } v ? v : default(TorchArg);

    public static implicit operator TorchArg(bool? value) => value is { } v ? v : default(TorchArg);

    public static implicit operator TorchArg(ScalarType value) => new(ArgTag.Int, null, (long)value);

    public static implicit operator TorchArg(ScalarType? value) => value is { } v ? v : default(TorchArg);

    public static implicit operator TorchArg(long[]? value) => value is null ? default : new(ArgTag.IntList, value);

    public static implicit operator TorchArg(double[]? value) => value is null ? default : new(ArgTag.DoubleList, value);

    public static implicit operator TorchArg(bool[] value) => new(ArgTag.BoolList, value);

    public static implicit operator TorchArg(Tensor[] value) => new(ArgTag.TensorList, value);

    public static implicit operator TorchArg(Device? value) => value is null ? default : new(ArgTag.Device, null, value.Packed);

    public static implicit operator TorchArg(Generator? value) => value is null ? default : new(ArgTag.Generator, value);

    public static implicit operator TorchArg(Scalar value) => value.ToArgument();

    public static implicit operator TorchArg(Scalar? value) => value is { } v ? v.ToArgument() : default;

    internal static TorchArg Of(ArgTag tag, long bits) => new(tag, null, bits);
}
