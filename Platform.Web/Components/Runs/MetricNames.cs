namespace Platform.Web.Components.Runs;

/// <summary>Names of scores as papers write them; the same in every language.</summary>
public static class MetricNames
{
    public static string Of(string key) => key switch
    {
        "mAP50" => "mAP50",
        "mAP50_95" => "mAP50-95",
        "f1" => "F1",
        "miou" => "mIoU",
        _ => key,
    };
}
