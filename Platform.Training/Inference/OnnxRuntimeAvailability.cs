using Microsoft.ML.OnnxRuntime;

namespace Platform.Training.Inference;

/// <summary>Tells whether ONNX Runtime's native library can be loaded on this machine.</summary>
public static class OnnxRuntimeAvailability
{
    private static readonly Lazy<string?> s_problem = new(Probe);

    public static bool IsAvailable => Problem is null;

    /// <summary>Why it cannot be used; null when it can.</summary>
    public static string? Problem => s_problem.Value;

    private static string? Probe()
    {
        try
        {
            OrtEnv.Instance();
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
            or OnnxRuntimeException or TypeInitializationException)
        {
            return exception.Message;
        }
    }
}
