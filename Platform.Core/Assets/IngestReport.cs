namespace Platform.Core.Assets;

/// <summary>What an upload did with each file; a damaged file never stops the others.</summary>
public sealed record IngestReport(
    IReadOnlyList<IngestedAsset> Added, IReadOnlyList<DuplicateFile> Duplicates, IReadOnlyList<FailedFile> Failed, IReadOnlyList<string> Ignored);

/// <summary>A file that became an asset.</summary>
public sealed record IngestedAsset(Guid AssetId, string Name);

/// <summary>A file whose bytes the version already holds, under the same or another name.</summary>
public sealed record DuplicateFile(string Name, Guid AssetId, string ExistingName);

/// <summary>A file that was skipped, and why.</summary>
public sealed record FailedFile(string Name, string Code, string Message);

/// <summary>How far an upload is; <paramref name="Done"/> counts every file that was dealt with.</summary>
public sealed record IngestProgress(int Done, int Added, int Duplicates, int Failed, string CurrentName);
