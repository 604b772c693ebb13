namespace Microsoft.ML.OnnxRuntime;

/// <summary>An error that ONNX Runtime reported.</summary>
public class OnnxRuntimeException : Exception
{
    internal OnnxRuntimeException(int code, string message)
        : base($"[ErrorCode:{code}] {message}")
    {
    }
}
