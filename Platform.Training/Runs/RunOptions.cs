namespace Platform.Training.Runs;

/// <summary>Section "Training" of the configuration.</summary>
public sealed class RunOptions
{
    /// <summary>Folder that holds one folder a run. Set from the data root when left out.</summary>
    public string Root { get; set; } = "";

    /// <summary>Devices that train, one run at a time on each: "cpu", "cuda:0", … or "auto" (every CUDA device, or the CPU where there is none).</summary>
    public string[] Devices { get; set; } = ["auto"];

    /// <summary>Time between two tries to go on while disk space or the object store is missing.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Runs that may wait for a device; launching more is refused.</summary>
    public int QueueCapacity { get; set; } = 64;
}
