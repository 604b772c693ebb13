using System.Buffers;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>A tensor that ONNX Runtime reads or has written, either over pinned .NET memory or over its own.</summary>
public sealed unsafe class OrtValue : IDisposable
{
    private static readonly Lazy<OrtHandle> s_cpuMemory = new(CreateCpuMemoryInfo);

    private readonly OrtHandle _handle;
    private MemoryHandle _pinned;
    private int _disposed;

    internal OrtValue(nint value) => _handle = new OrtHandle(value, OrtApi.Function.ReleaseValue);

    internal OrtHandle Handle => _handle;

    /// <summary>Wraps an array without copying; the array stays pinned until the value is disposed.</summary>
    public static OrtValue CreateTensorValueFromMemory<T>(T[] data, long[] shape)
        where T : unmanaged => CreateTensorValueFromMemory<T>(data.AsMemory(), shape);

    private static OrtValue CreateTensorValueFromMemory<T>(Memory<T> memory, long[] shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(shape);
        var count = shape.Aggregate(1L, (product, size) => product * size);
        if (count != memory.Length)
        {
            throw new ArgumentException($"The shape [{string.Join(", ", shape)}] holds {count} values, the memory {memory.Length}.", nameof(shape));
        }

        var pinned = memory.Pin();
        try
        {
            nint value;
            fixed (long* dimensions = shape)
            {
                var create = (delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)OrtApi.At(OrtApi.Function.CreateTensorWithDataAsOrtValue);
                OrtApi.Check(create(
                    s_cpuMemory.Value.DangerousGetHandle(),
                    pinned.Pointer,
                    (nuint)((long)memory.Length * sizeof(T)),
                    dimensions,
                    (nuint)shape.Length,
                    (int)ElementTypes.Of<T>(),
                    &value));
            }

            return new OrtValue(value) { _pinned = pinned };
        }
        catch
        {
            pinned.Dispose();
            throw;
        }
    }

    /// <summary>Element type and shape.</summary>
    public OrtTensorTypeAndShapeInfo GetTensorTypeAndShape() => _handle.Use(value =>
    {
        var info = OrtApi.Get(OrtApi.Function.GetTensorTypeAndShape, value);
        try
        {
            return new OrtTensorTypeAndShapeInfo(info);
        }
        finally
        {
            OrtApi.Release(OrtApi.Function.ReleaseTensorTypeAndShapeInfo, info);
        }
    });

    /// <summary>The elements in place; valid until the value is disposed.</summary>
    public ReadOnlySpan<T> GetTensorDataAsSpan<T>()
        where T : unmanaged => GetTensorMutableDataAsSpan<T>();

    /// <summary>The elements in place, writable; valid until the value is disposed.</summary>
    public Span<T> GetTensorMutableDataAsSpan<T>()
        where T : unmanaged
    {
        var info = GetTensorTypeAndShape();
        if (info.ElementDataType != ElementTypes.Of<T>())
        {
            throw new InvalidOperationException($"The tensor holds {info.ElementDataType}, not {typeof(T).Name}.");
        }

        var data = _handle.Use(value => OrtApi.Get(OrtApi.Function.GetTensorMutableData, value));
        return new Span<T>((void*)data, checked((int)info.ElementCount));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _handle.Dispose();
            _pinned.Dispose();
        }
    }

    // One description of CPU memory serves all tensors; it lives until the process ends.
    private static OrtHandle CreateCpuMemoryInfo()
    {
        const int ArenaAllocator = 1;
        const int DefaultMemory = 0;
        nint info;
        var create = (delegate* unmanaged[Cdecl]<int, int, nint*, nint>)OrtApi.At(OrtApi.Function.CreateCpuMemoryInfo);
        OrtApi.Check(create(ArenaAllocator, DefaultMemory, &info));
        return new OrtHandle(info, OrtApi.Function.ReleaseMemoryInfo);
    }
}
