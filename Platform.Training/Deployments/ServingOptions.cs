using System.ComponentModel.DataAnnotations;

namespace Platform.Training.Deployments;

/// <summary>Section "Serving" of the configuration: how deployed models answer.</summary>
public sealed class ServingOptions
{
    /// <summary>Largest image accepted, in bytes.</summary>
    [Range(1 << 10, 1 << 30)]
    public long MaxImageBytes { get; set; } = 16L << 20;

    /// <summary>Most pixels of an image accepted: bounds the memory that a small file can ask for.</summary>
    [Range(1, 1_000_000_000)]
    public long MaxImagePixels { get; set; } = 40_000_000;

    /// <summary>Requests of one deployment that may be inside at once; more are turned away with 503.</summary>
    [Range(1, 10_000)]
    public int MaxWaiting { get; set; } = 64;

    /// <summary>Most images in one run of a network.</summary>
    [Range(1, 1024)]
    public int MaxBatchSize { get; set; } = 8;

    /// <summary>Longest time that a run waits for images that are being decoded; one that is alone never waits.</summary>
    [Range(0, 1000)]
    public double MaxBatchWaitMs { get; set; } = 2;

    /// <summary>Threads of ONNX Runtime for each network; 0 takes one a core.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>Number of the GPU that answers; left out for the CPU.</summary>
    public int? CudaDevice { get; set; }

    /// <summary>How often changes are looked for that another process made, such as a console command.</summary>
    [Range(0.1, 3600)]
    public double PollSeconds { get; set; } = 5;
}
