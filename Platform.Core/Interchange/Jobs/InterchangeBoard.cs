using Platform.Core.Jobs;

namespace Platform.Core.Interchange.Jobs;

/// <summary>All imports and exports known to this process. Thread-safe.</summary>
public sealed class InterchangeBoard(InterchangeOptions options, TimeProvider time) : JobBoard<InterchangeJob>(options.Root, time)
{
    public ImportJobReport? Report(Guid id) => FilesOf(id).ReadReport();

    /// <summary>The finished archive; null where the job made none.</summary>
    public string? Archive(Guid id) => Get(id) is { State: JobState.Completed, Kind: JobKind.Export } && FilesOf(id) is var files && File.Exists(files.Archive) ? files.Archive : null;

    internal InterchangeFolder FilesOf(Guid id) => new(options.Root, Get(id).Id);
}
