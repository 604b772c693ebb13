using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Health.Commands;

/// <summary>Writes down that the health watch found a deployment in another state. What people changed meanwhile stands.</summary>
public sealed class RecordHealthCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <param name="actor">The platform itself.</param>
    /// <param name="deploymentId">What was looked at.</param>
    /// <param name="from">Its status and revision when the look began.</param>
    /// <param name="to">The status that the look shows.</param>
    /// <param name="reason">One of <see cref="HealthReasons"/>.</param>
    /// <param name="detail">What the reason leaves open.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>Whether it was written: not where the deployment is gone, or changed since the look began.</returns>
    public async Task<bool> ExecuteAsync(
        Actor actor, Guid deploymentId, (LlmDeploymentStatus Status, int Revision) from, LlmDeploymentStatus to, string reason, string? detail, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        return await db.InTransactionAsync(
            async () =>
            {
                var changed = await db.LlmDeployments.Where(row => row.Id == deploymentId && row.Status == from.Status && row.Revision == from.Revision).ExecuteUpdateAsync(
                    row => row.SetProperty(item => item.Status, to).SetProperty(item => item.StatusReason, reason).SetProperty(item => item.StatusAt, now), cancellationToken);
                if (changed == 0)
                {
                    return false;
                }

                db.Add(new LlmStatusChange(Ids.New(time), deploymentId, from.Status, to, reason, detail, null, now));
                await db.SaveChangesAsync(cancellationToken);
                await TrimAsync(db, deploymentId, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    // An engine that comes and goes for months fills no disk.
    private static async Task TrimAsync(PlatformDbContext db, Guid deploymentId, CancellationToken cancellationToken)
    {
        var oldest = await db.LlmStatusChanges.Where(change => change.LlmDeploymentId == deploymentId).OrderByDescending(change => change.Id)
            .Skip(LlmStatusChange.Kept).Select(change => (Guid?)change.Id).FirstOrDefaultAsync(cancellationToken);
        if (oldest is { } last)
        {
            await db.LlmStatusChanges.Where(change => change.LlmDeploymentId == deploymentId && change.Id <= last).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
