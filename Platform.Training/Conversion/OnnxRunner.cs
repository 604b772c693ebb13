using Microsoft.ML.OnnxRuntime;
using Platform.Training.Inference;

namespace Platform.Training.Conversion;

/// <summary>A written ONNX file on the CPU, by the names of its outputs.</summary>
public sealed class OnnxRunner : INetworkRunner
{
    private readonly InferenceSession _session;
    private readonly IReadOnlyList<string> _outputs;
    private readonly (int Width, int Height) _input;

    private OnnxRunner(InferenceSession session, IReadOnlyList<string>? outputs, (int Width, int Height) input) => (_session, _outputs, _input) = (session, outputs ?? session.OutputNames, input);

    /// <param name="path">The file; its weights may stand beside it.</param>
    /// <param name="input">Size of the input in pixels.</param>
    public static OnnxRunner Open(string path, (int Width, int Height) input) => new(new InferenceSession(path), null, input);

    /// <param name="model">The bytes of the file.</param>
    /// <param name="input">Size of the input in pixels.</param>
    /// <param name="outputs">Null takes all.</param>
    public static OnnxRunner Open(byte[] model, (int Width, int Height) input, IReadOnlyList<string>? outputs = null) => new(new InferenceSession(model), outputs, input);

    public IReadOnlyList<float[]> Run(float[] planes, int count)
    {
        using var options = new RunOptions();
        using var images = OrtValue.CreateTensorValueFromMemory(planes, [count, 3, _input.Height, _input.Width]);
        using var values = _session.Run(options, [OnnxNetwork.Input], [images], [.. _outputs]);
        return [.. values.Select(value => value.GetTensorDataAsSpan<float>().ToArray())];
    }

    public void Dispose() => _session.Dispose();
}
