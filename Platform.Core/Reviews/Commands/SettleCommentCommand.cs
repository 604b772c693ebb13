using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Reviews.Queries;

namespace Platform.Core.Reviews.Commands;

/// <summary>Marks a comment as dealt with, or as open again.</summary>
public sealed class SettleCommentCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public async Task<CommentView> ExecuteAsync(Actor actor, Guid commentId, bool resolved, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var comment = await db.CommentForAsync(actor, commentId, Permission.Annotate, cancellationToken);
        (await DatasetAccess.FindAssetAsync(db, actor, comment.AssetId, Permission.Annotate, cancellationToken)).Scope.DemandDraft();
        if (resolved)
        {
            comment.Resolve(actor.UserId, time.GetUtcNow().UtcDateTime);
        }
        else
        {
            comment.Reopen();
        }

        await db.SaveChangesAsync(cancellationToken);
        return await CommentQueries.GetAsync(db, actor, commentId, cancellationToken);
    }
}
