using Microsoft.ML.OnnxRuntime;

namespace Platform.Training.Inference;

/// <summary>How a detector file is run.</summary>
/// <param name="Threads">Threads inside ONNX Runtime and for decoding; 0 takes one a core.</param>
/// <param name="MaxBatchSize">Most images in one run; bounds memory.</param>
/// <param name="CudaDevice">Number of the GPU; null runs on the CPU.</param>
public sealed record OnnxDetectorOptions(int Threads = 0, int MaxBatchSize = 16, int? CudaDevice = null)
{
    /// <summary>The session's settings; the caller disposes them.</summary>
    internal SessionOptions ToSettings()
    {
        var settings = new SessionOptions();
        if (Threads > 0)
        {
            settings.IntraOpNumThreads = Threads;
        }

        if (CudaDevice is { } device)
        {
            settings.AppendExecutionProvider_CUDA(device);
        }

        return settings;
    }
}
