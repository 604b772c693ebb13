using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Reviews.Queries;

namespace Platform.Core.Reviews.Commands;

/// <summary>Pins a comment to an asset of a draft.</summary>
public sealed class AddCommentCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public async Task<CommentView> ExecuteAsync(Actor actor, Guid assetId, NewComment comment, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (asset, scope) = await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.Annotate, cancellationToken);
        scope.DemandDraft();
        var id = await CommentRules.AddAsync(db, comment, asset, actor.UserId, time, cancellationToken);
        return await CommentQueries.GetAsync(db, actor, id, cancellationToken);
    }
}
