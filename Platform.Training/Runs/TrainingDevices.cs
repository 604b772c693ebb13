using TorchSharp;

namespace Platform.Training.Runs;

/// <summary>Finds the devices to train on.</summary>
public static class TrainingDevices
{
    public const string Auto = "auto";
    private const string NvidiaDriver = "/proc/driver/nvidia/version";

    /// <summary>The configured devices; "auto" becomes every CUDA device, or the CPU where there is none.</summary>
    public static IReadOnlyList<string> Resolve(IReadOnlyList<string> configured) => [.. configured.SelectMany(device => device == Auto ? Found() : [device]).Distinct()];

    // libtorch takes seconds and hundreds of megabytes to load: a machine without a driver is not asked.
    private static IEnumerable<string> Found() =>
        File.Exists(NvidiaDriver) && torch.cuda.is_available() ? Enumerable.Range(0, torch.cuda.device_count()).Select(index => $"cuda:{index}") : ["cpu"];
}
