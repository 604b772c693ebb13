namespace Platform.Core.Reviews.Model;

/// <summary>What a person says about an asset, pinned to a point of it or about the whole; open until somebody resolves it.</summary>
public sealed class ReviewComment
{
    public const int TextLength = 2000;

    // Only for EF.
    private ReviewComment()
    {
    }

    public ReviewComment(Guid id, Guid assetId, Guid authorId, double? x, double? y, int? frame, string text, DateTime createdAt)
    {
        Id = id;
        AssetId = assetId;
        AuthorId = authorId;
        X = x;
        Y = y;
        Frame = frame;
        Text = text;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid AssetId { get; private set; }

    public Guid AuthorId { get; private set; }

    /// <summary>Pixels of the upright image; null, like <see cref="Y"/>, when the comment is about the whole.</summary>
    public double? X { get; private set; }

    public double? Y { get; private set; }

    /// <summary>Frame of a video, counted from 0.</summary>
    public int? Frame { get; private set; }

    public string Text { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    public DateTime? ResolvedAt { get; private set; }

    public Guid? ResolvedBy { get; private set; }

    public void Resolve(Guid userId, DateTime at)
    {
        ResolvedBy ??= userId;
        ResolvedAt ??= at;
    }

    public void Reopen()
    {
        ResolvedBy = null;
        ResolvedAt = null;
    }
}
