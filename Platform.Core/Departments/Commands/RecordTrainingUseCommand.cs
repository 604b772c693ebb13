using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Departments.Model;
using Platform.Core.Shared;

namespace Platform.Core.Departments.Commands;

/// <summary>Adds to the time for which a run has held a training device. It counts for the department that the project belongs to now.</summary>
public sealed class RecordTrainingUseCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <param name="actor">The platform itself.</param>
    /// <param name="runId">The run.</param>
    /// <param name="projectId">Of the run.</param>
    /// <param name="device">What it holds.</param>
    /// <param name="seconds">Since the last record.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    public async Task ExecuteAsync(Actor actor, Guid runId, Guid projectId, TrainingUseDevice device, double seconds, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var (month, at, name) = (UsageMonth.Of(now), now.UtcDateTime, EnumText<TrainingUseDevice>.ToText(device));

        // Both engines have this statement; it needs no row to be there, and two that add at once lose nothing.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO training_use (run_id, department_id, month, device, project_id, seconds, updated_at)
            SELECT {runId}, project.department_id, {month}, {name}, project.id, {seconds}, {at} FROM project WHERE project.id = {projectId}
            ON CONFLICT (run_id, department_id, month, device) DO UPDATE SET seconds = training_use.seconds + excluded.seconds, updated_at = excluded.updated_at
            """,
            cancellationToken);
    }
}
