using Platform.Core.Assets.Model;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Datasets.Comparison;

/// <summary>What became of something from one version to another.</summary>
public enum DiffKind
{
    Unchanged,
    Added,
    Removed,
    Changed,
}

/// <summary>Accepted shapes of a class in both versions; 0 and 0 for a class that only an ontology lists.</summary>
/// <param name="InBase">Whether the base version's ontology has the class.</param>
public sealed record ClassShift(string Key, string DisplayName, string Color, bool InBase, bool InTarget, int BaseCount, int TargetCount);

/// <summary>Two versions compared by content: assets by the hashes of their bytes, shapes by what they are. Ids and names do not count.</summary>
/// <param name="AssetsChanged">In both versions, but in another split or with other accepted shapes.</param>
/// <param name="AssetsMoved">In another split.</param>
/// <param name="AssetsRedrawn">With other accepted shapes.</param>
public sealed record VersionDiff(
    Guid BaseId, string BaseTag, Guid TargetId, string TargetTag,
    int AssetsAdded, int AssetsRemoved, int AssetsChanged, int AssetsUnchanged, int AssetsMoved, int AssetsRedrawn,
    int ShapesAdded, int ShapesRemoved, int ShapesChanged, int ShapesUnchanged,
    IReadOnlyList<ClassShift> Classes)
{
    public bool IsSame => AssetsAdded + AssetsRemoved + AssetsChanged == 0 && Classes.All(shift => shift.InBase == shift.InTarget);
}

/// <summary>A shape that is in one version only, in both, or that was redrawn or relabelled.</summary>
/// <param name="ClassKey">In the target version, unless the shape was removed.</param>
/// <param name="Before">Geometry as JSON, null for an added shape.</param>
/// <param name="After">Null for a removed one.</param>
public sealed record ShapeDiff(DiffKind Kind, ShapeType? Type, string? ClassBefore, string ClassKey, string? Before, string? After, int? Frame);

/// <summary>An asset that differs.</summary>
/// <param name="Sha256">Also the place from which the next page of differences is asked for.</param>
/// <param name="BaseAssetId">Null for an added asset.</param>
/// <param name="TargetAssetId">Null for a removed one.</param>
/// <param name="Shapes">Everything on it, what did not change included.</param>
public sealed record AssetDiff(
    DiffKind Kind, string Sha256, Guid? BaseAssetId, Guid? TargetAssetId, string FileName, AssetType Type, int Width, int Height, SplitKind? SplitBefore, SplitKind? SplitAfter,
    IReadOnlyList<ShapeDiff> Shapes)
{
    public bool IsMoved => Kind == DiffKind.Changed && SplitBefore != SplitAfter;

    public bool IsRedrawn => Kind == DiffKind.Changed && Shapes.Any(shape => shape.Kind != DiffKind.Unchanged);
}

/// <summary>A page of differing assets.</summary>
/// <param name="Next">What to ask for the page behind it; null on the last one.</param>
public sealed record AssetDiffPage(IReadOnlyList<AssetDiff> Items, string? Next);
