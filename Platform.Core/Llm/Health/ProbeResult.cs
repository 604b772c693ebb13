using Platform.Core.Llm.Model;

namespace Platform.Core.Llm.Health;

/// <summary>How one look at an engine ended.</summary>
/// <param name="Reason">One of <see cref="HealthReasons"/>.</param>
/// <param name="Detail">What the reason leaves open, such as "HTTP 502 /health"; never what the engine wrote.</param>
/// <param name="ElapsedMs">Until the engine had answered that it is well.</param>
/// <param name="Models">Names that it serves, as far as it tells.</param>
/// <param name="Metrics">How busy it is, as far as it tells.</param>
public sealed record ProbeResult(string Reason, string? Detail, double ElapsedMs, IReadOnlyList<string> Models, EngineMetrics? Metrics)
{
    public bool IsHealthy => Reason == HealthReasons.Ok;

    public static ProbeResult Fault(string reason, string? detail, double elapsedMs = 0, IReadOnlyList<string>? models = null) => new(reason, detail, elapsedMs, models ?? [], null);
}

/// <summary>Ends a look with what is wrong.</summary>
internal sealed class ProbeFault(string reason, string? detail = null) : Exception(reason)
{
    public string Reason { get; } = reason;

    public string? Detail { get; } = detail;
}
