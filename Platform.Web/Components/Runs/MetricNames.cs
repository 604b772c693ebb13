using Platform.Core.Models.Model;

namespace Platform.Web.Components.Runs;

/// <summary>Names of scores as papers write them; the same in every language.</summary>
public static class MetricNames
{
    private static readonly (string Lenient, string Strict) s_ofObjects = ("mAP50", "mAP50_95");
    private static readonly (string Lenient, string Strict) s_ofImages = ("top1", "top5");

    private static readonly (string Lenient, string Strict) s_ofLines = ("char_accuracy", "line_accuracy");

    /// <summary>Figures that are better when lower; shown where a run has them.</summary>
    public static IReadOnlyList<string> ErrorRates { get; } = ["cer", "wer"];

    public static string Of(string key) => key switch
    {
        "mAP50" => "mAP50",
        "mAP50_95" => "mAP50-95",
        "top1" => "Top-1",
        "top5" => "Top-5",
        "cer" => "CER",
        "wer" => "WER",
        "char_accuracy" => "1 − CER",
        "line_accuracy" => "Line accuracy",
        "f1" => "F1",
        _ => key,
    };

    /// <summary>The two figures that say most of a task; evaluations store them in this order.</summary>
    public static (string Lenient, string Strict) Leading(ModelTask task) => task switch
    {
        ModelTask.Cls => s_ofImages,
        ModelTask.Ocr => s_ofLines,
        _ => s_ofObjects,
    };

    /// <summary>As <see cref="Leading(ModelTask)"/>, for a run whose scores are known.</summary>
    public static (string Lenient, string Strict) Leading(IEnumerable<string> known) =>
        known.Contains(s_ofImages.Lenient) ? s_ofImages : known.Contains(s_ofLines.Lenient) ? s_ofLines : s_ofObjects;
}
