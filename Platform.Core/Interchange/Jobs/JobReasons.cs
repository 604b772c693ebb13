using Platform.Core.Shared;

namespace Platform.Core.Interchange.Jobs;

/// <summary>Why jobs end early, other than by a refusal of the domain.</summary>
internal static class JobReasons
{
    public static Reason Interrupted { get; } = new Reason("job.interrupted", [], "The server stopped while this job was under way. Start it again.");

    public static Reason StoppedBefore { get; } = new Reason("job.stopped_before", [], "Stopped before it began.");

    public static Reason Stopped { get; } = new Reason("job.stopped", [], "Stopped. What was imported so far is kept; an unfinished archive was deleted.");

    public static Reason Failed(Exception failure) => new Reason("job.failed", [failure.Message], $"It failed unexpectedly: {failure.Message}");
}
