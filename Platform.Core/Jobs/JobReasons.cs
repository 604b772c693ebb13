using Platform.Core.Shared;

namespace Platform.Core.Jobs;

/// <summary>Why jobs end early, other than by a refusal of the domain.</summary>
public static class JobReasons
{
    public static Reason Interrupted { get; } = new Reason("job.interrupted", [], "The server stopped while this job was under way. Start it again.");

    public static Reason StoppedBefore { get; } = new Reason("job.stopped_before", [], "Stopped before it began.");

    public static Reason Failed(Exception failure) => new Reason("job.failed", [failure.Message], $"It failed unexpectedly: {failure.Message}");
}
