using Platform.Core.Models.Model;
using Platform.Core.Shared;

namespace Platform.Training.Conversion;

/// <summary>Section "Conversion" of the configuration.</summary>
public sealed class ConversionOptions
{
    public const string Section = "Conversion";

    /// <summary>Folder of the jobs. Set from the data root when left out.</summary>
    public string Root { get; set; } = "";

    /// <summary>Conversions that may wait in line; one is done at a time, since each uses every core.</summary>
    public int MaxQueued { get; set; } = 50;

    /// <summary>Hours after which an ended job is forgotten; what it made stays.</summary>
    public double KeepHours { get; set; } = 168;

    /// <summary>Vendors' converters by format (openvino, tflite, trt), as a path or a name on PATH; those left out are looked for under their own names.</summary>
    public Dictionary<string, string> Tools { get; set; } = [];

    /// <summary>Longest time that a vendor's converter may take.</summary>
    public TimeSpan ToolTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Largest loss of the leading score (mAP50-95, top-1 or character accuracy) that a conversion may bring, 0 to 1, by precision.</summary>
    public Dictionary<string, double> LargestLoss { get; set; } = [];

    internal double LossAllowed(ArtifactPrecision precision) => LargestLoss.TryGetValue(EnumText<ArtifactPrecision>.ToText(precision), out var configured) ? configured : precision switch
    {
        ArtifactPrecision.Int8 => 0.05,
        ArtifactPrecision.Fp16 => 0.02,
        _ => 0.01,
    };
}
