using Microsoft.EntityFrameworkCore;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Reviews.Model;
using Platform.Core.Shared;

namespace Platform.Core.Reviews.Commands;

/// <summary>What makes a comment acceptable on an asset, and its writing.</summary>
internal static class CommentRules
{
    /// <summary>Writes the comment, unless it was written under its id before.</summary>
    /// <returns>Its id.</returns>
    public static async Task<Guid> AddAsync(PlatformDbContext db, NewComment comment, Asset asset, Guid authorId, TimeProvider time, CancellationToken cancellationToken)
    {
        var row = Check(comment, asset, authorId, time);
        if (await db.ReviewComments.AsNoTracking().SingleOrDefaultAsync(other => other.Id == row.Id, cancellationToken) is not { } standing)
        {
            db.Add(row);
            await db.SaveChangesAsync(cancellationToken);
        }
        else if (standing.AssetId != asset.Id || standing.AuthorId != authorId)
        {
            throw new DomainRuleException("comment.id_taken", "Another comment has this id. Write it again.", row.Id);
        }

        return row.Id;
    }

    private static ReviewComment Check(NewComment comment, Asset asset, Guid authorId, TimeProvider time)
    {
        var text = RequiredText.Of(comment.Text, "comment", ReviewComment.TextLength);
        var isOutside = comment is { X: { } x, Y: { } y } && !(x >= 0 && x <= asset.Width && y >= 0 && y <= asset.Height);
        if (comment.X is null != comment.Y is null || isOutside)
        {
            throw new DomainRuleException("comment.point", $"A comment is pinned to a point of the image of {asset.Width}×{asset.Height} pixels, or to none. Pin it inside.", asset.Width, asset.Height);
        }

        if (comment.Frame is { } frame && (asset.Type == AssetType.Image || frame < 0 || frame >= (asset.FrameCount ?? int.MaxValue)))
        {
            throw new DomainRuleException("comment.frame", $"There is no frame {frame} to comment on. Choose a frame of the video.", frame);
        }

        return new ReviewComment(comment.Id ?? Ids.New(time), asset.Id, authorId, comment.X, comment.Y, comment.Frame, text, time.GetUtcNow().UtcDateTime);
    }
}
