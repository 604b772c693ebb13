using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Deployments.Metrics;
using Platform.Core.Deployments.Model;
using Platform.Core.Shared;

namespace Platform.Core.Deployments.Commands;

/// <summary>Writes down what deployments did. A minute that is there already, as after a restart within it, grows; minutes past keeping go.</summary>
public sealed class RecordMinutesCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <summary>The first day of a version is kept for good: later days are compared with it.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromDays(35);

    /// <param name="actor">The platform itself.</param>
    /// <param name="minutes">All of them are written, or none.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    public async Task ExecuteAsync(Actor actor, IReadOnlyList<MinuteRecord> minutes, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var minute in minutes)
        {
            var row = await db.DeploymentMinutes.SingleOrDefaultAsync(
                item => item.DeploymentId == minute.DeploymentId && item.ModelVersionId == minute.ModelVersionId && item.Minute == minute.Minute, cancellationToken);
            if (row is null)
            {
                row = new DeploymentMinute(Ids.New(time), minute.DeploymentId, minute.ModelVersionId, minute.Minute);
                db.Add(row);
            }

            var counts = MinuteCounts.Read(row.Answered, row.Errors, row.Busy, row.Counts).Add(minute.Counts);
            row.Set(counts.Answered, counts.Errors, counts.Busy, counts.ToJson());
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Removes minutes that no chart shows any more.</summary>
    public async Task TrimAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = time.GetUtcNow().UtcDateTime - KeepFor;
        var firsts = await db.DeploymentMinutes.Where(minute => minute.Minute < oldest)
            .GroupBy(minute => new { minute.DeploymentId, minute.ModelVersionId })
            .Select(group => new { group.Key.DeploymentId, group.Key.ModelVersionId, First = group.Min(minute => minute.Minute) }).ToListAsync(cancellationToken);
        foreach (var first in firsts)
        {
            var firstDay = first.First.AddDays(1);
            await db.DeploymentMinutes.Where(minute => minute.DeploymentId == first.DeploymentId && minute.ModelVersionId == first.ModelVersionId && minute.Minute > firstDay && minute.Minute < oldest)
                .ExecuteDeleteAsync(cancellationToken);
        }
    }
}
