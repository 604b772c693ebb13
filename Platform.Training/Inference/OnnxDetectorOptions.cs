namespace Platform.Training.Inference;

/// <summary>How a detector file is run.</summary>
/// <param name="Threads">Threads inside ONNX Runtime and for decoding; 0 takes one a core.</param>
/// <param name="MaxBatchSize">Most images in one run; bounds memory.</param>
/// <param name="CudaDevice">Number of the GPU; null runs on the CPU.</param>
public sealed record OnnxDetectorOptions(int Threads = 0, int MaxBatchSize = 16, int? CudaDevice = null);
