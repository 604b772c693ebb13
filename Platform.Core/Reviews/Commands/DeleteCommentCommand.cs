using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Reviews.Commands;

/// <summary>Takes back a comment of one's own; others' comments are resolved, not deleted.</summary>
public sealed class DeleteCommentCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid commentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var comment = await db.CommentForAsync(actor, commentId, Permission.Annotate, cancellationToken);
        (await DatasetAccess.FindAssetAsync(db, actor, comment.AssetId, Permission.Annotate, cancellationToken)).Scope.DemandDraft();
        if (comment.AuthorId != actor.UserId)
        {
            throw new DomainRuleException("comment.not_own", "Only its author can delete a comment. Resolve it instead.");
        }

        db.Remove(comment);
        await db.SaveChangesAsync(cancellationToken);
    }
}
