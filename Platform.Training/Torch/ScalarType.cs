namespace TorchSharp;

public static partial class torch
{
    /// <summary>Element types; the numbers are libtorch's.</summary>
    public enum ScalarType : sbyte
    {
        Byte = 0,
        Int8 = 1,
        Int16 = 2,
        Int32 = 3,
        Int64 = 4,
        Float16 = 5,
        Float32 = 6,
        Float64 = 7,
        ComplexFloat32 = 9,
        ComplexFloat64 = 10,
        Bool = 11,
        BFloat16 = 15,
    }

    /// <summary>Order of the elements in memory; the numbers are libtorch's.</summary>
    public enum memory_format
    {
        contiguous_format = 0,
        preserve_format = 1,
        channels_last = 2,
        channels_last_3d = 3,
    }

    public static ScalarType uint8 => ScalarType.Byte;

    public static ScalarType int8 => ScalarType.Int8;

    public static ScalarType int16 => ScalarType.Int16;

    public static ScalarType int32 => ScalarType.Int32;

    public static ScalarType int64 => ScalarType.Int64;

    public static ScalarType @long => ScalarType.Int64;

    public static ScalarType float16 => ScalarType.Float16;

    public static ScalarType half => ScalarType.Float16;

    public static ScalarType bfloat16 => ScalarType.BFloat16;

    public static ScalarType float32 => ScalarType.Float32;

    public static ScalarType float64 => ScalarType.Float64;

    public static ScalarType @bool => ScalarType.Bool;

    public static bool is_integral(ScalarType type) => type is >= ScalarType.Byte and <= ScalarType.Int64 or ScalarType.Bool;

    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    internal static ScalarType TypeOf<T>() where T : unmanaged => TypeOf(typeof(T));

    internal static ScalarType TypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => ScalarType.Byte,
        TypeCode.SByte => ScalarType.Int8,
        TypeCode.Int16 => ScalarType.Int16,
        TypeCode.Int32 => ScalarType.Int32,
        TypeCode.Int64 => ScalarType.Int64,
        TypeCode.Single => ScalarType.Float32,
        TypeCode.Double => ScalarType.Float64,
        TypeCode.Boolean => ScalarType.Bool,
        _ when type == typeof(Half) => ScalarType.Float16,
        _ => throw new ArgumentException($"There is no tensor element type for {type.Name}."),
    };
}
