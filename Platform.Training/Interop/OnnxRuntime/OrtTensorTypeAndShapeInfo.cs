namespace Microsoft.ML.OnnxRuntime
{
    /// <summary>Element type and shape of a tensor; an unknown dimension is -1.</summary>
    public sealed unsafe class OrtTensorTypeAndShapeInfo
    {
        // Reads the native description; the caller keeps and frees it.
        internal OrtTensorTypeAndShapeInfo(nint info)
        {
            int elementType;
            OrtApi.Check(((delegate* unmanaged[Cdecl]<nint, int*, nint>)OrtApi.At(OrtApi.Function.GetTensorElementType))(info, &elementType));
            var rank = (int)OrtApi.Get(OrtApi.Function.GetDimensionsCount, info);
            var (shape, names) = (new long[rank], new nint[rank]);
            fixed (long* values = shape)
            {
                var getDimensions = (delegate* unmanaged[Cdecl]<nint, long*, nuint, nint>)OrtApi.At(OrtApi.Function.GetDimensions);
                OrtApi.Check(getDimensions(info, values, (nuint)rank));
            }

            fixed (nint* values = names)
            {
                var getNames = (delegate* unmanaged[Cdecl]<nint, nint*, nuint, nint>)OrtApi.At(OrtApi.Function.GetSymbolicDimensions);
                OrtApi.Check(getNames(info, values, (nuint)rank));
            }

            ElementDataType = (Tensors.TensorElementType)elementType;
            Shape = shape;
            SymbolicDimensions = Array.ConvertAll(names, name => System.Runtime.InteropServices.Marshal.PtrToStringUTF8(name) ?? string.Empty);
        }

        public Tensors.TensorElementType ElementDataType { get; }

        public long[] Shape { get; }

        public long ElementCount => Shape.Aggregate(1L, (count, size) => count * size);

        internal string[] SymbolicDimensions { get; }
    }
}

namespace Microsoft.ML.OnnxRuntime.Tensors
{
    /// <summary>Element types; the numbers are those of TensorProto.</summary>
    public enum TensorElementType
    {
        DataTypeMax = 0,
        Float = 1,
        UInt8 = 2,
        Int8 = 3,
        UInt16 = 4,
        Int16 = 5,
        Int32 = 6,
        Int64 = 7,
        String = 8,
        Bool = 9,
        Float16 = 10,
        Double = 11,
    }

    /// <summary>Which .NET types stand for which element types.</summary>
    internal static class ElementTypes
    {
        public static TensorElementType Of<T>() =>
            Type.GetTypeCode(typeof(T)) switch
            {
                TypeCode.Single => TensorElementType.Float,
                TypeCode.Byte => TensorElementType.UInt8,
                TypeCode.SByte => TensorElementType.Int8,
                TypeCode.UInt16 => TensorElementType.UInt16,
                TypeCode.Int16 => TensorElementType.Int16,
                TypeCode.Int32 => TensorElementType.Int32,
                TypeCode.Int64 => TensorElementType.Int64,
                TypeCode.Boolean => TensorElementType.Bool,
                TypeCode.Double => TensorElementType.Double,
                _ when typeof(T) == typeof(Half) => TensorElementType.Float16,
                _ => throw new NotSupportedException($"A tensor cannot hold {typeof(T).Name}."),
            };
    }
}
