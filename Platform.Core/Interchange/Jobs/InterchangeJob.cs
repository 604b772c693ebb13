using Platform.Core.Annotations.Commands;
using Platform.Core.Assets;
using Platform.Core.Interchange.Export;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Jobs;

/// <summary>Where a job stands. Interrupted means that the process ended under it: it can be started again.</summary>
public enum JobState
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
    Interrupted,
}

/// <summary>What a job does.</summary>
public enum JobKind
{
    Import,
    Export,
}

/// <summary>An import or export of a dataset version, as it is kept on disk and told to whoever watches.</summary>
public sealed record InterchangeJob
{
    public required Guid Id { get; init; }

    public required JobKind Kind { get; init; }

    public required Guid VersionId { get; init; }

    public required Guid UserId { get; init; }

    public required string UserName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public JobState State { get; init; }

    /// <summary>Why it ended, where it did not end well; English.</summary>
    public string? Message { get; init; }

    /// <summary>The same for pages to translate; null for jobs of earlier versions.</summary>
    public Reason? Reason { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Images dealt with in the step at hand.</summary>
    public int Done { get; init; }

    /// <summary>Images of the step at hand; 0 while nobody knows.</summary>
    public int Total { get; init; }

    /// <summary>Null for an export.</summary>
    public ImportJobSpec? Import { get; init; }

    /// <summary>Null for an import.</summary>
    public ExportRequest? Export { get; init; }

    /// <summary>What the export loses; null for an import.</summary>
    public LossReport? Loss { get; init; }

    /// <summary>Name under which the archive is downloaded; null where there is none.</summary>
    public string? FileName { get; init; }

    public long? FileBytes { get; init; }

    public bool IsEnded => State is not (JobState.Queued or JobState.Running);

    public bool CanRestart => State is JobState.Failed or JobState.Cancelled or JobState.Interrupted;
}

/// <summary>What to import.</summary>
/// <param name="Folder">A folder of the server; null where files were sent.</param>
/// <param name="Files">Files that were sent, by their names as sent, under the names they have in the job's folder.</param>
/// <param name="WithImages">Whether the images among the files are taken in first.</param>
/// <param name="DryRun">Whether only the report is made.</param>
public sealed record ImportJobSpec(ImportRequest Request, string? Folder, IReadOnlyDictionary<string, string> Files, bool WithImages, bool DryRun);

/// <summary>What an import did, or would do.</summary>
/// <param name="Files">Null where no images were taken in.</param>
public sealed record ImportJobReport(IngestReport? Files, ImportReport Annotations);
