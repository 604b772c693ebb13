using Platform.Core.Annotations.Commands;
using Platform.Core.Assets;
using Platform.Core.Interchange.Export;
using Platform.Core.Jobs;

namespace Platform.Core.Interchange.Jobs;

/// <summary>What a job does.</summary>
public enum JobKind
{
    Import,
    Export,
}

/// <summary>An import or export of a dataset version. Its steps are counted in images.</summary>
public sealed record InterchangeJob : Job
{
    public required JobKind Kind { get; init; }

    public required Guid VersionId { get; init; }

    /// <summary>Null for an export.</summary>
    public ImportJobSpec? Import { get; init; }

    /// <summary>Null for an import.</summary>
    public ExportRequest? Export { get; init; }

    /// <summary>What the export loses; null for an import.</summary>
    public LossReport? Loss { get; init; }

    /// <summary>Name under which the archive is downloaded; null where there is none.</summary>
    public string? FileName { get; init; }

    public long? FileBytes { get; init; }
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
