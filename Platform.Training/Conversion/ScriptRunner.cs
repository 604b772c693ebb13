using Platform.Training.Inference;
using Platform.Training.Models;
using Platform.Training.Tensors;
using static TorchSharp.torch;

namespace Platform.Training.Conversion;

/// <summary>A written TorchScript file, loaded again by libtorch, on the CPU.</summary>
public sealed class ScriptRunner(string path, (int Width, int Height) input) : INetworkRunner
{
    private readonly ScriptModule _module = ScriptModule.Load(path);

    public IReadOnlyList<float[]> Run(float[] planes, int count)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var images = InputTensor.Create(planes, count, input.Width, input.Height, CPU);
        return [.. _module.Forward(images).Select(output => output.cpu().contiguous().data<float>().ToArray())];
    }

    public void Dispose() => _module.Dispose();
}
