using Microsoft.ML.OnnxRuntime;
using Platform.Core.Imaging;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Training.Data;

namespace Platform.Training.Inference;

/// <summary>Runs an exported network of any task on prepared pixels. Thread-safe: one instance serves all callers until it is disposed.</summary>
public sealed class OnnxNetwork : IDisposable
{
    /// <summary>Name of the input [N, 3, H, W].</summary>
    public const string Input = "images";

    private readonly InferenceSession _session;

    private OnnxNetwork(InferenceSession session, ModelTask task)
    {
        _session = session;
        Metadata = NetworkMetadata.Parse(session.ModelMetadata.CustomMetadataMap, task);
        if (!session.InputMetadata.TryGetValue(Input, out var input) || input.Dimensions is not [_, 3, var height, var width] || height != Metadata.Height || width != Metadata.InputSize)
        {
            throw new DomainRuleException(
                "model.metadata_damaged", "The ONNX file's metadata does not fit its network. Export the model version again.", "shape");
        }
    }

    public NetworkMetadata Metadata { get; }

    /// <summary>Loads a file; one of another task, or damaged, is refused with a <see cref="DomainRuleException"/>.</summary>
    public static OnnxNetwork Load(string path, ModelTask task, OnnxDetectorOptions? options = null) => Load(settings => new InferenceSession(path, settings), task, options);

    /// <summary>As <see cref="Load(string, ModelTask, OnnxDetectorOptions?)"/>, from the bytes of the file.</summary>
    public static OnnxNetwork Load(byte[] model, ModelTask task, OnnxDetectorOptions? options = null) => Load(settings => new InferenceSession(model, settings), task, options);

    /// <summary>Runs normalised planes [N, 3, H, W] and copies the named outputs, each [N, ...] row by row.</summary>
    public IReadOnlyList<float[]> Run(float[] planes, int batchSize, IReadOnlyList<string> outputs)
    {
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(planes, [batchSize, 3, Metadata.Height, Metadata.InputSize]);
        using var values = _session.Run(options, [Input], [input], [.. outputs]);
        return [.. values.Select(value => value.GetTensorDataAsSpan<float>().ToArray())];
    }

    /// <summary>Decodes one image, fits it into the input and runs it.</summary>
    public (IReadOnlyList<float[]> Outputs, LetterboxTransform Letterbox) Look(IImageCodec codec, ReadOnlySpan<byte> encoded, IReadOnlyList<string> outputs)
    {
        var planes = new float[3 * Metadata.Height * Metadata.InputSize];
        var letterbox = NetworkInput.Fill(codec, encoded, Metadata.InputSize, Metadata.Height, planes, Metadata.Normalization);
        return (Run(planes, 1, outputs), letterbox);
    }

    public void Dispose() => _session.Dispose();

    private static OnnxNetwork Load(Func<SessionOptions, InferenceSession> open, ModelTask task, OnnxDetectorOptions? options)
    {
        using var settings = (options ?? new OnnxDetectorOptions()).ToSettings();
        var session = Open(open, settings);
        try
        {
            return new OnnxNetwork(session, task);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static InferenceSession Open(Func<SessionOptions, InferenceSession> open, SessionOptions settings)
    {
        try
        {
            return open(settings);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new DomainRuleException(
                "model.file_damaged", $"The ONNX file cannot be loaded ({exception.Message}). Export the model version again.", exception.Message);
        }
    }
}
