using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A copy of an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var shape = new long[rawArray.Rank];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = rawArray.GetLongLength(i);
        }
        return Type.GetTypeCode(rawArray.GetType().GetElementType()) switch
        {
            TypeCode.Byte => Copy<byte>(rawArray, shape, dtype, device, requires_grad),
            TypeCode.SByte => Copy<sbyte>(rawArray, shape, dtype, device, requires_grad),
            TypeCode.Int16 => Copy<short>(rawArray, shape, dtype, device, requires_grad),
            TypeCode.Int32 => Copy<int>(rawArray, shape, dtype, device, requires_grad),
            TypeCode.Int64 => Copy<long>(rawArray, shape, dtype, device, requires_grad),
            TypeCode.Single => Copy<float>(rawArray, shape, dtype, device, requires_grad),
            TypeCode.Double => Copy<double>(rawArray, shape, dtype, device, requires_grad),
            TypeCode.Boolean => Copy<bool>(rawArray, shape, dtype, device, requires_grad),
            _ => throw new ArgumentException($"There is no tensor element type for {rawArray.GetType().GetElementType()?.Name}."),
        };
    }

    /// <summary>A copy of contiguous values in row-major order.</summary>
    public static Tensor from_array<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape, Device? device = null) where T : unmanaged =>
        FromSpan(values, shape, null, device, false);

    /// <summary>
    /// A tensor over the array's own memory: no copy, writes are seen on both sides. The array stays pinned until the last
    /// use of the memory is gone.
    /// </summary>
    public static unsafe Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false, Device? device = null)
    {
        TorchLibrary.Ensure();
        var type = TypeOf(rawArray.GetType().GetElementType()!);
        if (type != dtype)
        {
            throw new ArgumentException($"A {dtype} tensor cannot be laid over an array of {rawArray.GetType().GetElementType()!.Name}.");
        }
        count = count < 0 ? rawArray.LongLength - offset : count;
        if (offset < 0 || count < 0 || offset + count > rawArray.LongLength)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"{count} elements from {offset} are not in an array of {rawArray.LongLength}.");
        }
        var pin = GCHandle.Alloc(rawArray, GCHandleType.Pinned);
        var elementSize = Buffer.ByteLength(rawArray) / Math.Max(1, rawArray.LongLength);
        var handle = TorchNative.TensorFromMemory(
            (byte*)pin.AddrOfPinnedObject() + (offset * elementSize), &count, 1, (int)dtype, &Release, GCHandle.ToIntPtr(pin));
        if (handle == 0)
        {
            pin.Free();
            throw TorchErrors.Last();
        }
        var tensor = new Tensor(handle);
        if (device is not null && device.type != DeviceType.CPU)
        {
            tensor = tensor.to(device, disposeAfter: true);
        }
        return Made(tensor, requires_grad);
    }

    [UnmanagedCallersOnly]
    private static void Release(nint state) => GCHandle.FromIntPtr(state).Free();

    private static Tensor Copy<T>(Array array, long[] shape, ScalarType? dtype, Device? device, bool requiresGrad) where T : unmanaged
    {
        var values = array.Length == 0
            ? []
            : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
        return FromSpan(values, shape, dtype, device, requiresGrad);
    }
}
