using System.Runtime.InteropServices;

namespace Platform.Training.Interop;

/// <summary>Kinds of a native operator argument; the numbers are those of platform_torch.h.</summary>
internal enum ArgTag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    TensorList = 6,
    OptionalTensorList = 7,
    String = 8,
    DoubleList = 9,
    Device = 10,
    Generator = 11,
    Omit = 12,
    BoolList = 13,
}

/// <summary>One operator argument as the shim reads it (16 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeArg
{
    internal ArgTag Tag;
    internal int Count;
    internal long Bits;
}

/// <summary>What the shim tells of a tensor in one call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeInfo
{
    internal int Dimensions;
    internal int DType;
    internal int DeviceType;
    internal int DeviceIndex;
    internal long Elements;
    internal int ElementSize;
    internal int Flags;

    internal readonly bool RequiresGrad => (Flags & 1) != 0;
    internal readonly bool IsContiguous => (Flags & 2) != 0;
    internal readonly bool IsLeaf => (Flags & 4) != 0;
    internal readonly bool IsChannelsLast => (Flags & 8) != 0;
    internal readonly bool IsSparse => (Flags & 16) != 0;
}
