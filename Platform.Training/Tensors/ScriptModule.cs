using Platform.Training.Interop;
using static TorchSharp.torch;

namespace Platform.Training.Tensors;

/// <summary>A network as libtorch's own program: a forward method as text over named tensors, in one file that any libtorch of the same or a later version runs.</summary>
public sealed unsafe class ScriptModule : IDisposable
{
    private const int MaxOutputs = 16;

    private nint _handle;

    private ScriptModule(nint handle) => _handle = handle;

    ~ScriptModule() => Free();

    /// <summary>Writes the archive.</summary>
    /// <param name="path">Replaced where it is there.</param>
    /// <param name="source">A method <c>def forward(self, x: Tensor): …</c>.</param>
    /// <param name="tensors">What the method reads as <c>self.NAME</c>; names are identifiers.</param>
    /// <param name="document">Kept in the archive as extra/platform.json.</param>
    public static void Save(string path, string source, IReadOnlyDictionary<string, Tensor> tensors, string document)
    {
        TorchLibrary.Ensure();
        var (names, handles) = (tensors.Keys.ToArray(), tensors.Values.Select(tensor => tensor.Handle).ToArray());
        fixed (nint* pointers = handles)
        {
            TorchErrors.Check(TorchNative.ScriptSave(path, source, names, pointers, names.Length, document));
        }

        GC.KeepAlive(tensors);
    }

    public static ScriptModule Load(string path)
    {
        TorchLibrary.Ensure();
        return new ScriptModule(TorchErrors.Check(TorchNative.ScriptLoad(path)));
    }

    /// <summary>Its outputs, one or several.</summary>
    public IReadOnlyList<Tensor> Forward(Tensor input)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        var results = stackalloc nint[MaxOutputs];
        var count = TorchNative.ScriptForward(_handle, input.Handle, results, MaxOutputs);
        TorchErrors.Check(count);
        GC.KeepAlive(input);
        GC.KeepAlive(this);
        var outputs = new List<Tensor>();
        for (var i = 0; i < count; i++)
        {
            outputs.Add(new Tensor(results[i]));
        }

        return outputs;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        var handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0)
        {
            TorchNative.ScriptFree(handle);
        }
    }
}
