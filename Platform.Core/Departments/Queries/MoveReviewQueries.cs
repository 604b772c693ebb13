using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;

namespace Platform.Core.Departments.Queries;

/// <summary>Says what a move will change, before it is made.</summary>
public sealed class MoveReviewQueries(IDbContextFactory<PlatformDbContext> contexts, IEnumerable<IWorkUnderWay> work, TimeProvider time)
{
    public async Task<UserMoveReview> OfUserAsync(Actor actor, Guid userId, Guid toDepartmentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (_, review) = await MoveReviews.OfUserAsync(db, actor, userId, toDepartmentId, time.GetUtcNow().UtcDateTime, cancellationToken);
        return review with { Work = [.. work.SelectMany(source => source.All).Where(item => item.UserId == userId)] };
    }

    public async Task<ProjectMoveReview> OfProjectAsync(Actor actor, Guid projectId, Guid toDepartmentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (_, review) = await MoveReviews.OfProjectAsync(db, actor, projectId, toDepartmentId, time.GetUtcNow().UtcDateTime, cancellationToken);
        var versions = await (
            from version in db.DatasetVersions
            join dataset in db.Datasets on version.DatasetId equals dataset.Id
            where dataset.ProjectId == projectId
            select version.Id).ToHashSetAsync(cancellationToken);
        return review with { Work = [.. work.SelectMany(source => source.All).Where(item => item.ProjectId == projectId || (item.DatasetVersionId is { } version && versions.Contains(version)))] };
    }
}
