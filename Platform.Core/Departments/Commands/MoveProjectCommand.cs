using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Departments.Queries;
using Platform.Core.Projects.Commands;

namespace Platform.Core.Departments.Commands;

/// <summary>
/// Moves a project with all it holds to another department, as a review said. Trainings and uploads under way go on in it; from the move on their hours and files count for the new department.
/// </summary>
public sealed class MoveProjectCommand(IDbContextFactory<PlatformDbContext> contexts, IEnumerable<IProjectFollower> followers, TimeProvider time)
{
    /// <param name="actor">An administrator.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="toDepartmentId">Where to.</param>
    /// <param name="reviewToken">Of the review that was read.</param>
    /// <param name="cancellationToken">Cancels before anything is changed.</param>
    public async Task ExecuteAsync(Actor actor, Guid projectId, Guid toDepartmentId, string reviewToken, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InTransactionAsync(
            async () =>
            {
                var (project, review) = await MoveReviews.OfProjectAsync(db, actor, projectId, toDepartmentId, time.GetUtcNow().UtcDateTime, cancellationToken);
                ReviewSeal.Demand(review.Token, reviewToken);
                await ProjectRules.RequireFreeNameAsync(db, toDepartmentId, project.Name, projectId, cancellationToken);
                foreach (var department in new[] { review.From, review.To })
                {
                    db.Record(
                        actor, AuditActions.ProjectMoved, AuditSubjects.Of(project) with { DepartmentId = department.Id }, ("from", review.From.Name), ("to", review.To.Name),
                        ("loses", review.LosesPeople.Count), ("gains", review.GainsPeople.Count));
                }

                await db.SaveChangesAsync(cancellationToken);
                var moved = await db.Projects.Where(row => row.Id == projectId && row.DepartmentId == review.From.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.DepartmentId, toDepartmentId), cancellationToken);
                ReviewSeal.DemandMoved(moved);
            },
            cancellationToken);

        // The move stands: whoever keeps a copy follows, also when the asker has gone meanwhile.
        foreach (var follower in followers)
        {
            await follower.MovedAsync(projectId, toDepartmentId, CancellationToken.None);
        }
    }
}
