using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Departments.Queries;
using Platform.Core.People.Commands;

namespace Platform.Core.Departments.Commands;

/// <summary>
/// Moves a person to another department, as a review said. Their role, their name on what they did, and what they have running stay; from the next click or request on they find the new department's
/// projects and no longer the old one's.
/// </summary>
public sealed class MoveUserCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <param name="actor">An administrator.</param>
    /// <param name="userId">The person.</param>
    /// <param name="toDepartmentId">Where to.</param>
    /// <param name="reviewToken">Of the review that was read.</param>
    /// <param name="successorId">Who manages the old department from now on, where the person does.</param>
    /// <param name="cancellationToken">Cancels before anything is changed.</param>
    public async Task ExecuteAsync(Actor actor, Guid userId, Guid toDepartmentId, string reviewToken, Guid? successorId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.InTransactionAsync(
            async () =>
            {
                var (user, review) = await MoveReviews.OfUserAsync(db, actor, userId, toDepartmentId, time.GetUtcNow().UtcDateTime, cancellationToken);
                ReviewSeal.Demand(review.Token, reviewToken);
                await Succession.ReleaseAsync(db, actor, user, successorId, cancellationToken);
                foreach (var department in new[] { review.From, review.To })
                {
                    db.Record(
                        actor, AuditActions.UserMoved, AuditSubjects.Of(user) with { DepartmentId = department.Id }, ("from", review.From.Name), ("to", review.To.Name),
                        ("loses", review.LosesProjects.Count), ("gains", review.GainsProjects.Count));
                }

                await db.SaveChangesAsync(cancellationToken);

                // By a statement: the department is half of the key that managers are known by, and EF changes no keys.
                var moved = await db.Users.Where(row => row.Id == userId && row.DepartmentId == review.From.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.DepartmentId, toDepartmentId), cancellationToken);
                ReviewSeal.DemandMoved(moved);
            },
            cancellationToken);
    }
}
