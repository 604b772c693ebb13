using Platform.Core.Shared;

namespace Platform.Core.Reviews;

/// <summary>A comment to make.</summary>
/// <param name="X">Pixels of the upright image; both or none, none for a comment about the whole image.</param>
/// <param name="Frame">Frame of a video, counted from 0.</param>
/// <param name="Id">May be made by the client; a comment sent again under it is recognised.</param>
public sealed record NewComment(string Text, double? X = null, double? Y = null, int? Frame = null, Guid? Id = null);

/// <summary>A comment as it is shown.</summary>
/// <param name="Mine">Whether the reader wrote it, and so may delete it.</param>
public sealed record CommentView(
    Guid Id, Guid AssetId, Person Author, double? X, double? Y, int? Frame, string Text, DateTime CreatedAt, DateTime? ResolvedAt, Person? ResolvedBy, bool Mine);
