using System.Text.Json;
using Platform.Training.Runs;
using Platform.Training.Tasks.Cls;
using Platform.Training.Tasks.Det;
using Platform.Training.Tasks.Ocr;

namespace Platform.Web.Components.Models;

/// <summary>Reads the stored details of an evaluation; rows written by other programs may hold other JSON and show no details.</summary>
public static class EvaluationDetailsReader
{
    public static DetectionEvaluationDetails? Read(string? json) =>
        Read<DetectionEvaluationDetails>(json) is { Metrics: not null, ClassNames: not null } details ? details : null;

    public static ClassificationEvaluationDetails? ReadClassification(string? json) =>
        Read<ClassificationEvaluationDetails>(json) is { Classification: not null, ClassNames: not null } details ? details : null;

    public static LineEvaluationDetails? ReadLines(string? json) => Read<LineEvaluationDetails>(json) is { Ocr: not null } details ? details : null;

    private static T? Read<T>(string? json)
        where T : class
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<T>(json, RunJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
