using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Reviews.Model;
using Platform.Core.Shared;

namespace Platform.Core.Reviews.Queries;

/// <summary>The comments of an asset.</summary>
public sealed class CommentQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>Oldest first, resolved ones included.</summary>
    public async Task<IReadOnlyList<CommentView>> ListAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.AssetForAsync(actor, assetId, Permission.ViewProject, cancellationToken);
        var comments = db.ReviewComments.Where(comment => comment.AssetId == assetId).OrderBy(comment => comment.CreatedAt).ThenBy(comment => comment.Id);
        return await Views(db, actor, comments).ToListAsync(cancellationToken);
    }

    internal static Task<CommentView> GetAsync(PlatformDbContext db, Actor actor, Guid commentId, CancellationToken cancellationToken) =>
        Views(db, actor, db.ReviewComments.Where(comment => comment.Id == commentId)).SingleAsync(cancellationToken);

    private static IQueryable<CommentView> Views(PlatformDbContext db, Actor actor, IQueryable<ReviewComment> comments) => comments.Select(comment => new CommentView(
        comment.Id,
        comment.AssetId,
        db.Users.Where(user => user.Id == comment.AuthorId).Select(user => new Person(user.Id, user.Name)).Single(),
        comment.X,
        comment.Y,
        comment.Frame,
        comment.Text,
        comment.CreatedAt,
        comment.ResolvedAt,
        db.Users.Where(user => user.Id == comment.ResolvedBy).Select(user => new Person(user.Id, user.Name)).SingleOrDefault(),
        comment.AuthorId == actor.UserId));
}
