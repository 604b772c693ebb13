using System.Runtime.InteropServices;
using Platform.Training.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.EmptyMemoryFormat.Call(size.ToArray(), dtype, TorchArg.None, device), requires_grad);

    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        empty(size.AsSpan(), dtype, device, requires_grad);

    public static Tensor empty(params long[] size) => empty(size.AsSpan());

    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.Zeros.Call(size, dtype, TorchArg.None, device), requires_grad);

    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        zeros(size.ToArray(), dtype, device, requires_grad);

    public static Tensor zeros(params long[] size) => zeros(size, null, null, false);

    public static Tensor zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        zeros([size], dtype, device, requires_grad);

    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.Ones.Call(size, dtype, TorchArg.None, device), requires_grad);

    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ones(size.ToArray(), dtype, device, requires_grad);

    public static Tensor ones(params long[] size) => ones(size, null, null, false);

    public static Tensor ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ones([size], dtype, device, requires_grad);

    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.Full.Call(size, value, dtype, TorchArg.None, device), requires_grad);

    public static Tensor full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        full([size], value, dtype, device, requires_grad);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.EyeM.Call(rows, columns < 0 ? rows : columns, dtype, TorchArg.None, device), requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.ArangeStartStep.Call(start, stop, step, dtype, TorchArg.None, device), requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(Scalar start, Scalar end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.Linspace.Call(start, end, steps, dtype, TorchArg.None, device), requires_grad);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.ZerosLike.Call(input, dtype, TorchArg.None, device), requires_grad);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.OnesLike.Call(input, dtype, TorchArg.None, device), requires_grad);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.EmptyLike.Call(input, dtype, TorchArg.None, device), requires_grad);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.FullLike.Call(input, value, dtype, TorchArg.None, device), requires_grad);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.RandLike.Call(input, dtype, TorchArg.None, device), requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(TorchOps.RandnLike.Call(input, dtype, TorchArg.None, device), requires_grad);

    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Made(TorchOps.RandGenerator.Call(size, generator, dtype, TorchArg.None, device), requires_grad);

    public static Tensor rand(params long[] size) => rand(size, null, null, false, null);

    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Made(TorchOps.RandnGenerator.Call(size, generator, dtype, TorchArg.None, device), requires_grad);

    public static Tensor randn(params long[] size) => randn(size, null, null, false, null);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Made(TorchOps.RandintLowGenerator.Call(low, high, size, generator, dtype ?? ScalarType.Int64, TorchArg.None, device), requires_grad);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Made(TorchOps.RandpermGenerator.Call(n, generator, dtype ?? ScalarType.Int64, TorchArg.None, device), requires_grad);

    private static Tensor Made(Tensor tensor, bool requiresGrad) => requiresGrad ? tensor.requires_grad_() : tensor;

    internal static unsafe Tensor FromSpan<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requires_grad)
        where T : unmanaged
    {
        TorchLibrary.Ensure();
        long elements = 1;
        foreach (var length in shape)
        {
            elements *= length;
        }
        if (elements != data.Length)
        {
            throw new ArgumentException($"{data.Length} values do not fill a tensor of shape [{string.Join(", ", shape.ToArray())}].");
        }
        Tensor tensor;
        // An empty span pins to null, which the shim takes as "nothing to copy".
        fixed (long* sizes = shape)
        fixed (void* values = MemoryMarshal.AsBytes(data))
        {
            tensor = new Tensor(TorchErrors.Check(TorchNative.TensorFromData(values, sizes, shape.Length, (int)TypeOf<T>())));
        }
        if ((dtype is { } type && type != TypeOf<T>()) || (device is not null && device.type != DeviceType.CPU))
        {
            using var source = tensor;
            tensor = source.to(device ?? CPU, dtype ?? TypeOf<T>());
        }
        return Made(tensor, requires_grad);
    }
}
