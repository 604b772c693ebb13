using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Datasets.Model;

namespace Platform.Core.Assets.Queries;

/// <summary>The order of a gallery, and so of paging through its images on the canvas.</summary>
public enum AssetOrder
{
    Uploaded,

    /// <summary>By the least certain shape of a model that nobody reviewed; images without such shapes come last, in upload order.</summary>
    LowestConfidence,

    /// <summary>By the class with the fewest shapes in the version among those on the image; images without shapes come last.</summary>
    RareClasses,

    /// <summary>By how far two models disagree on the image (one minus F1); images that no two models were compared on come last.</summary>
    Disagreement,
}

/// <summary>Whose assets.</summary>
/// <param name="PersonId">Assets of this person.</param>
/// <param name="OrNobody">Also, or without a person only, assets that nobody has taken.</param>
public sealed record AssigneeFilter(Guid? PersonId, bool OrNobody = false);

/// <summary>Which assets of a version a gallery shows, and in which order; every part that is set must hold.</summary>
/// <param name="ClassId">Assets with a shape of this class.</param>
/// <param name="ReviewState">Assets with a shape in this state; pending are those that a model made and nobody reviewed.</param>
/// <param name="Text">Part of the file name, in any letter case.</param>
/// <param name="WorkStates">Assets in one of these states.</param>
/// <param name="MinShapes">Assets with at least so many shapes, whoever drew them.</param>
/// <param name="MinSidePx">Assets whose longer side has at least so many pixels.</param>
/// <param name="Source">Assets with a shape drawn by a person, or by a model.</param>
/// <param name="MinConfidence">Assets with a model's shape of at least this confidence and, if set too, at most <paramref name="MaxConfidence"/>.</param>
/// <param name="UploaderId">Assets that this person brought.</param>
/// <param name="Tag">Assets with this tag, as it is written.</param>
/// <param name="Ids">These assets alone: a few hundred at most.</param>
public sealed record AssetFilter(
    SplitKind? Split = null,
    Guid? ClassId = null,
    bool? HasAnnotations = null,
    ReviewState? ReviewState = null,
    string? Text = null,
    IReadOnlyList<WorkState>? WorkStates = null,
    AssigneeFilter? Assignee = null,
    AssetType? Type = null,
    AssetOrder Order = AssetOrder.Uploaded,
    int? MinShapes = null,
    int? MaxShapes = null,
    int? MinSidePx = null,
    int? MaxSidePx = null,
    AnnotationSource? Source = null,
    double? MinConfidence = null,
    double? MaxConfidence = null,
    Guid? UploaderId = null,
    string? Tag = null,
    IReadOnlyList<Guid>? Ids = null)
{
    /// <summary>The states in which an asset still waits for its labeller.</summary>
    public static readonly IReadOnlyList<WorkState> OpenStates = [WorkState.Unlabelled, WorkState.InProgress, WorkState.Rejected];
}
