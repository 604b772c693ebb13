using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Platform.Training.Tensors;

/// <summary>The TorchSharp package runs scripts but writes none from text: TorchScript is made with the binding of this project alone.</summary>
public sealed class ScriptModule : IDisposable
{
    private readonly jit.ScriptModule _module;

    private ScriptModule(jit.ScriptModule module) => _module = module;

    public static void Save(string path, string source, IReadOnlyDictionary<string, Tensor> tensors, string document) =>
        throw new NotSupportedException("TorchScript cannot be written over the TorchSharp package.");

    public static ScriptModule Load(string path) => new(jit.load(path));

    public IReadOnlyList<Tensor> Forward(Tensor input) => _module.call(input) switch
    {
        Tensor one => [one],
        ITuple several => [.. Enumerable.Range(0, several.Length).Select(i => (Tensor)several[i]!)],
        _ => throw new NotSupportedException("The script gives something else than tensors."),
    };

    public void Dispose() => _module.Dispose();
}
