using Platform.Core.Assets.Model;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;

namespace Platform.Core.Assets.Queries;

/// <summary>An asset in a gallery.</summary>
/// <param name="Tags">As <see cref="AssetTags.Read"/> takes them apart.</param>
/// <param name="LowestConfidence">Of a model's shapes that nobody reviewed; null without any.</param>
/// <param name="Disagreement">Null where no two models were compared.</param>
public sealed record AssetListItem(
    Guid Id, string FileName, AssetType Type, int Width, int Height, SplitKind Split, string Sha256, int AnnotationCount, int PendingCount, long Revision, DateTime CreatedAt,
    WorkState WorkState, Person? Assignee, int OpenComments, double? LowestConfidence, int? DurationMs, string? Tags = null, ModelsApart? Disagreement = null);

/// <summary>Shapes of two models on one image that only one of them sees, of the shapes of both.</summary>
public sealed record ModelsApart(int Apart, int Total);

/// <summary>A page of a gallery.</summary>
/// <param name="Next">What to ask for the page behind it; null on the last one.</param>
public sealed record AssetPage(IReadOnlyList<AssetListItem> Items, string? Next);

/// <summary>Where an asset stands among its neighbours under a filter, counted from 1; position 0 when the filter leaves it out.</summary>
/// <param name="Cursor">This place, to go on from even after the asset has left it.</param>
public sealed record AssetNeighbours(Guid? Previous, Guid? Next, int Position, int Total, string Cursor = "");

/// <summary>How many of a queue's assets somebody has begun or finished.</summary>
public sealed record QueueProgress(int Done, int Total);

/// <summary>Everything about one asset.</summary>
public sealed record AssetDetails(
    Guid Id, Guid DatasetVersionId, Guid DatasetId, Guid ProjectId, Guid OntologyVersionId, string FileName, AssetType Type, string StorageUri, string Sha256, long Bytes,
    int Width, int Height, SplitKind Split, int? DurationMs, double? Fps, int? FrameCount, string? Codec, string? Exif, long Revision, bool IsFrozen, DateTime CreatedAt,
    WorkState WorkState, Person? Assignee);

/// <summary>How far the label work on a version is, in assets.</summary>
/// <param name="Mine">Open ones that the reader has taken.</param>
/// <param name="ModelUnreviewed">With a model's shapes that nobody reviewed.</param>
/// <param name="OpenComments">Comments, not assets.</param>
public sealed record WorkCounts(int Unlabelled, int InProgress, int Done, int Accepted, int Rejected, int Mine, int ModelUnreviewed, int OpenComments)
{
    public int Total => Unlabelled + InProgress + Done + Accepted + Rejected;

    public int Of(WorkState state) => state switch
    {
        WorkState.Unlabelled => Unlabelled,
        WorkState.InProgress => InProgress,
        WorkState.Done => Done,
        WorkState.Accepted => Accepted,
        WorkState.Rejected => Rejected,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
