using System.Globalization;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Training.Inference;

namespace Platform.Training.Conversion;

/// <summary>What to make of a model's best checkpoint.</summary>
public sealed record ConversionSpec(ArtifactFormat Format, ArtifactPrecision Precision = ArtifactPrecision.Fp32)
{
    /// <summary>Puts non-maximum suppression into the graph of a detector.</summary>
    public bool WithSuppression { get; init; }

    /// <summary>Of the suppression in the graph; null takes what the platform shows boxes with.</summary>
    public float? ScoreThreshold { get; init; }

    /// <summary>Of the suppression in the graph; null takes what the platform shows boxes with.</summary>
    public float? IouThreshold { get; init; }

    /// <summary>How int8 finds the ranges of its values.</summary>
    public CalibrationSpec Calibration { get; init; } = new();

    internal DetectionThresholds Thresholds => new(
        ScoreThreshold ?? DetectionThresholds.Display.Score, IouThreshold ?? DetectionThresholds.Display.Iou, DetectionThresholds.Display.MaxDetections);

    /// <summary>Equal for conversions that would make the same file.</summary>
    public string Key
    {
        get
        {
            var key = $"{EnumText<ArtifactFormat>.ToText(Format)} {EnumText<ArtifactPrecision>.ToText(Precision)}";
            if (WithSuppression)
            {
                key += string.Create(CultureInfo.InvariantCulture, $" nms {Thresholds.Score} {Thresholds.Iou}");
            }

            return Precision == ArtifactPrecision.Int8 ? $"{key} {Calibration.Key}" : key;
        }
    }

    /// <summary>Name of the converted file before its ending.</summary>
    internal string FileStem => $"best-{EnumText<ArtifactPrecision>.ToText(Precision)}{(WithSuppression ? "-nms" : "")}";
}

/// <summary>How the ranges of activations are found.</summary>
public enum CalibrationMethod
{
    /// <summary>All values fit; a single outlier makes the steps coarse.</summary>
    [Text("min-max")]
    MinMax,

    /// <summary>Outliers are cut off.</summary>
    Percentile,
}

/// <summary>Images of the train split that int8 is calibrated on.</summary>
/// <param name="Images">At most that many, spread over the split.</param>
/// <param name="Percentile">Share of the values that fit, in percent; for that method alone.</param>
public sealed record CalibrationSpec(int Images = 100, CalibrationMethod Method = CalibrationMethod.Percentile, double Percentile = 99.99)
{
    internal string Key => string.Create(
        CultureInfo.InvariantCulture, $"{Images} {(Method == CalibrationMethod.MinMax ? "minmax" : $"percentile {Percentile.ToString(CultureInfo.InvariantCulture)}")}");
}
