using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Datasets.Model;

namespace Platform.Core.Assets.Queries;

/// <summary>Which assets of a version a gallery shows; every part that is set must hold.</summary>
/// <param name="ClassId">Assets with a shape of this class.</param>
/// <param name="Text">Part of the file name, in any letter case.</param>
public sealed record AssetFilter(SplitKind? Split = null, Guid? ClassId = null, bool? HasAnnotations = null, ReviewState? ReviewState = null, string? Text = null, AssetType? Type = null);

/// <summary>An asset in a gallery.</summary>
public sealed record AssetListItem(
    Guid Id, string FileName, AssetType Type, int Width, int Height, SplitKind Split, string Sha256, int AnnotationCount, int PendingCount, long Revision, DateTime CreatedAt, int? DurationMs = null);

/// <summary>A page of a gallery; <paramref name="Next"/> is null on the last one.</summary>
public sealed record AssetPage(IReadOnlyList<AssetListItem> Items, Guid? Next);

/// <summary>Where an asset stands among its neighbours under a filter, counted from 1; position 0 when the filter leaves it out.</summary>
public sealed record AssetNeighbours(Guid? Previous, Guid? Next, int Position, int Total);

/// <summary>Everything about one asset.</summary>
public sealed record AssetDetails(
    Guid Id, Guid DatasetVersionId, Guid DatasetId, Guid ProjectId, Guid OntologyVersionId, string FileName, AssetType Type, string StorageUri, string Sha256, long Bytes,
    int Width, int Height, SplitKind Split, int? DurationMs, double? Fps, int? FrameCount, string? Codec, string? Exif, long Revision, bool IsFrozen, DateTime CreatedAt);
