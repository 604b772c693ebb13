using Platform.Core.Deployments.Metrics;

namespace Platform.Web.Endpoints;

/// <summary>A minute of one version of a deployment; latencies are right to 5 %.</summary>
/// <param name="Minute">Its beginning, UTC.</param>
/// <param name="Errors">Images refused, and failures.</param>
/// <param name="Busy">Requests turned away because too many were waiting.</param>
/// <param name="MeanConfidence">Of everything found; null where nothing was.</param>
/// <param name="Classes">Found objects by class key.</param>
public sealed record MinuteView(
    DateTime Minute, Guid ModelVersionId, int Answered, int Errors, int Busy, double? P50Ms, double? P95Ms, double? P99Ms, double? MeanConfidence, IReadOnlyDictionary<string, int> Classes)
{
    public static MinuteView Of(MinuteRecord minute)
    {
        var counts = minute.Counts;
        return new MinuteView(
            minute.Minute, minute.ModelVersionId, counts.Answered, counts.Errors, counts.Busy, counts.LatencyMs(0.5), counts.LatencyMs(0.95), counts.LatencyMs(0.99), counts.MeanConfidence, counts.Classes);
    }
}
