using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Training.Conversion.Tools;

namespace Platform.Training.Conversion;

/// <summary>A conversion that can be asked for.</summary>
/// <param name="CanSuppress">Whether suppression can be put into the graph.</param>
/// <param name="Missing">The program to install first; null where nothing is missing.</param>
public sealed record ConversionOffer(ArtifactFormat Format, ArtifactPrecision Precision, bool CanSuppress, string? Missing);

/// <summary>Which conversions there are for which task.</summary>
public sealed class ConversionRules(VendorTools tools)
{
    private static readonly ArtifactFormat[] s_formats =
        [ArtifactFormat.Onnx, ArtifactFormat.OnnxExternal, ArtifactFormat.TorchScript, ArtifactFormat.OpenVino, ArtifactFormat.TfLite, ArtifactFormat.Trt];

    private static readonly ArtifactPrecision[] s_precisions = [ArtifactPrecision.Fp32, ArtifactPrecision.Fp16, ArtifactPrecision.Int8];

    /// <summary>Whether the format is made by a vendor's own converter.</summary>
    public static bool IsVendors(ArtifactFormat format) => format is ArtifactFormat.OpenVino or ArtifactFormat.TfLite or ArtifactFormat.Trt;

    /// <summary>What a model of the task can become, those that need a program that is not installed among them.</summary>
    public IReadOnlyList<ConversionOffer> Offers(ModelTask task) =>
    [
        .. from format in s_formats
           from precision in s_precisions
           let spec = new ConversionSpec(format, precision)
           where Refusal(task, spec) is null
           select new ConversionOffer(
               format, precision, Refusal(task, spec with { WithSuppression = true }) is null, IsVendors(format) && tools.Find(format) is null ? VendorTools.NameOf(format) : null),
    ];

    /// <summary>Refuses what is not offered, and says why.</summary>
    public void Demand(ModelTask task, ConversionSpec spec)
    {
        if (Refusal(task, spec) is { } refusal)
        {
            throw refusal;
        }

        if (IsVendors(spec.Format) && tools.Find(spec.Format) is null)
        {
            throw VendorTools.Missing(spec.Format);
        }
    }

    private static DomainRuleException? Refusal(ModelTask task, ConversionSpec spec)
    {
        var format = EnumText<ArtifactFormat>.ToText(spec.Format);
        return spec switch
        {
            { Format: ArtifactFormat.Ckpt } or { Precision: ArtifactPrecision.Mixed } => new DomainRuleException(
                "conversion.not_offered", "A checkpoint is what conversions are made of, and mixed precision is a way of training. Choose another format and fp32, fp16 or int8."),
            { Format: ArtifactFormat.TorchScript, Precision: not ArtifactPrecision.Fp32 } => new DomainRuleException(
                "conversion.torchscript_fp32", "TorchScript is offered in fp32 alone: libtorch computes no convolution in half precision on processors, so it could not be checked here. Choose fp32, or ONNX."),
            { Precision: ArtifactPrecision.Int8 } when IsVendors(spec.Format) => new DomainRuleException(
                "conversion.vendor_int8", $"int8 is not offered for {format}: its converter calibrates in its own way. Convert to ONNX in int8, or upload what the converter made.", format),
            { Precision: ArtifactPrecision.Int8 } when task != ModelTask.Det => new DomainRuleException(
                "conversion.int8_det", "int8 is offered for detectors alone. Choose fp16 or fp32."),
            { WithSuppression: true } when task != ModelTask.Det => new DomainRuleException(
                "conversion.nms_det", "Suppression can be put into the graph of detectors alone. Convert with the raw outputs."),
            { WithSuppression: true, Format: not (ArtifactFormat.Onnx or ArtifactFormat.OnnxExternal) } => new DomainRuleException(
                "conversion.nms_onnx", $"Suppression can be put into ONNX files alone, not into {format}. Convert with the raw outputs.", format),
            _ when spec.Thresholds is { Score: not (>= 0 and < 1) } or { Iou: not (> 0 and <= 1) } => new DomainRuleException(
                "conversion.thresholds", "The score threshold must be 0 to 1, and the overlap threshold above 0 and at most 1."),
            { Precision: ArtifactPrecision.Int8, Calibration: { Images: < 1 or > 5000 } or { Percentile: not (>= 90 and <= 100) } } => new DomainRuleException(
                "conversion.calibration", "Calibrate on 1 to 5000 images, with a percentile of 90 to 100."),
            _ => null,
        };
    }
}
