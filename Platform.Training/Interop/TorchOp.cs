using System.Runtime.CompilerServices;
using System.Text;
using static TorchSharp.torch;

namespace Platform.Training.Interop;

/// <summary>An operator of libtorch, named "name" or "name.overload" as in its schema and looked up at its first call.</summary>
internal sealed unsafe class TorchOp(string schema)
{
    // Lists and strings of nearly every call fit; longer ones go to a pinned array of their own.
    private const int ScratchLength = 96;

    private nint _handle;

    public static implicit operator TorchOp(string schema) => new(schema);

    internal void Run(params ReadOnlySpan<TorchArg> arguments) => Invoke(arguments, []);

    internal Tensor Call(params ReadOnlySpan<TorchArg> arguments)
    {
        NativeArg result = default;
        Invoke(arguments, new Span<NativeArg>(ref result));
        return new Tensor((nint)result.Bits);
    }

    internal (Tensor, Tensor) Call2(params ReadOnlySpan<TorchArg> arguments)
    {
        Span<NativeArg> results = stackalloc NativeArg[2];
        Invoke(arguments, results);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits));
    }

    internal (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<TorchArg> arguments)
    {
        Span<NativeArg> results = stackalloc NativeArg[3];
        Invoke(arguments, results);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits), new Tensor((nint)results[2].Bits));
    }

    internal Tensor[] CallList(params ReadOnlySpan<TorchArg> arguments)
    {
        NativeArg result = default;
        Invoke(arguments, new Span<NativeArg>(ref result));
        var handles = (nint*)result.Bits;
        var tensors = new Tensor[result.Count];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = new Tensor(handles[i]);
        }
        return tensors;
    }

    internal bool CallBool(params ReadOnlySpan<TorchArg> arguments)
    {
        NativeArg result = default;
        Invoke(arguments, new Span<NativeArg>(ref result));
        return result.Bits != 0;
    }

    [SkipLocalsInit]
    private void Invoke(ReadOnlySpan<TorchArg> arguments, Span<NativeArg> results)
    {
        var native = stackalloc NativeArg[arguments.Length];
        var scratch = stackalloc long[ScratchLength];
        var used = 0;
        object? pinned = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            ref readonly var argument = ref arguments[i];
            native[i].Tag = argument.Tag;
            native[i].Count = 0;
            native[i].Bits = argument.Tag switch
            {
                ArgTag.Tensor => Unsafe.As<Tensor>(argument.Reference!).Handle,
                ArgTag.Generator => Unsafe.As<Generator>(argument.Reference!).Handle,
                _ => argument.Bits,
            };
            if (argument.Tag is ArgTag.IntList or ArgTag.DoubleList or ArgTag.TensorList or ArgTag.OptionalTensorList
                or ArgTag.String or ArgTag.BoolList)
            {
                WriteList(argument, ref native[i], scratch, ref used, ref pinned);
            }
        }
        int count;
        fixed (NativeArg* written = results)
        {
            count = TorchNative.Call(_handle != 0 ? _handle : Resolve(), native, arguments.Length, written, results.Length);
        }
        GC.KeepAlive(pinned);
        if (count < 0)
        {
            throw TorchErrors.Last();
        }
    }

    private static void WriteList(in TorchArg argument, ref NativeArg native, long* scratch, ref int used, ref object? pinned)
    {
        var length = argument.Reference switch
        {
            string text => (Encoding.UTF8.GetByteCount(text) + 7) / 8,
            Array array => array.Length,
            _ => 0,
        };
        var target = scratch + used;
        if (used + length > ScratchLength)
        {
            // Several long lists in one call keep each other alive through the chain.
            var array = GC.AllocateUninitializedArray<long>(length, pinned: true);
            pinned = pinned is null ? array : new object[] { pinned, array };
            target = (long*)Unsafe.AsPointer(ref array[0]);
        }
        else
        {
            used += length;
        }
        native.Count = length;
        native.Bits = (long)target;
        switch (argument.Reference)
        {
            case long[] integers:
                integers.AsSpan().CopyTo(new Span<long>(target, length));
                break;
            case double[] reals:
                reals.AsSpan().CopyTo(new Span<double>(target, length));
                break;
            case bool[] flags:
                flags.AsSpan().CopyTo(new Span<bool>(target, length));
                break;
            case Tensor?[] tensors:
                for (var i = 0; i < length; i++)
                {
                    target[i] = tensors[i]?.Handle ?? 0;
                }
                break;
            case string text:
                native.Count = Encoding.UTF8.GetBytes(text, new Span<byte>(target, length * 8));
                break;
        }
    }

    private nint Resolve()
    {
        TorchLibrary.Ensure();
        var dot = schema.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? schema : schema[..dot];
        var handle = TorchNative.OpFind("aten::" + name, dot < 0 ? "" : schema[(dot + 1)..]);
        if (handle == 0)
        {
            throw TorchErrors.Last();
        }
        return _handle = handle;
    }
}
