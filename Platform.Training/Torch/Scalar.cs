using Platform.Training.Interop;

namespace TorchSharp;

/// <summary>A number given to an operator: an integer, a real or a boolean.</summary>
public readonly struct Scalar : IDisposable
{
    private readonly ArgTag _tag;
    private readonly long _bits;

    private Scalar(ArgTag tag, long bits)
    {
        _tag = tag;
        _bits = bits;
    }

    public static implicit operator Scalar(byte value) => new(ArgTag.Int, value);

    public static implicit operator Scalar(sbyte value) => new(ArgTag.Int, value);

    public static implicit operator Scalar(short value) => new(ArgTag.Int, value);

    public static implicit operator Scalar(int value) => new(ArgTag.Int, value);

    public static implicit operator Scalar(long value) => new(ArgTag.Int, value);

    public static implicit operator Scalar(float value) => new(ArgTag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Scalar(double value) => new(ArgTag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Scalar(bool value) => new(ArgTag.Bool, value ? 1 : 0);

    public double ToDouble() => _tag == ArgTag.Double ? BitConverter.Int64BitsToDouble(_bits) : _bits;

    public float ToSingle() => (float)ToDouble();

    public long ToInt64() => _tag == ArgTag.Double ? (long)BitConverter.Int64BitsToDouble(_bits) : _bits;

    public int ToInt32() => (int)ToInt64();

    public bool ToBoolean() => _tag == ArgTag.Double ? BitConverter.Int64BitsToDouble(_bits) != 0 : _bits != 0;

    /// <summary>Nothing to free; kept for callers that treat scalars as resources.</summary>
    public void Dispose()
    {
    }

    public override string ToString() => _tag switch
    {
        ArgTag.Double => ToDouble().ToString(System.Globalization.CultureInfo.InvariantCulture),
        ArgTag.Bool => ToBoolean() ? "True" : "False",
        _ => _bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    // An unset scalar is the integer 0, as default(Scalar) cannot be told apart from it.
    internal TorchArg ToArgument() => TorchArg.Of(_tag == ArgTag.None ? ArgTag.Int : _tag, _bits);

    internal static Scalar FromNative(in NativeArg value) => new(value.Tag, value.Bits);
}

/// <summary>Explicit conversions to <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;
}
