using System.Text.Json;
using Platform.Training.Runs;
using Platform.Training.Tasks.Det;

namespace Platform.Web.Components.Models;

/// <summary>Reads the stored details of an evaluation; rows written by other programs may hold other JSON and show no details.</summary>
public static class EvaluationDetailsReader
{
    public static DetectionEvaluationDetails? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<DetectionEvaluationDetails>(json, RunJson.Options) is { Metrics: not null, ClassNames: not null } details ? details : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
