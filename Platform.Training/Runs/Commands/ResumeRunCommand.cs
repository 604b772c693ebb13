using Platform.Core.Access;
using Platform.Core.Departments.Queries;
using Platform.Core.Shared;
using Platform.Training.Runs.Queries;

namespace Platform.Training.Runs.Commands;

/// <summary>Puts a run that did not complete back into the line; it goes on from its newest usable checkpoint. One that was stopped early only registers its model, which no quota holds up.</summary>
public sealed class ResumeRunCommand(RunQueries runs, RunQueue queue, DepartmentQuotaGate quotas)
{
    public async Task ExecuteAsync(Actor actor, Guid runId, CancellationToken cancellation)
    {
        var run = runs.Get(actor, runId);
        AccessPolicy.Demand(actor, Permission.TrainModel, run.DepartmentId);
        if (!run.State.CanResume())
        {
            throw new DomainRuleException("runs.not_resumable", "Only a run that was paused, cancelled, failed or interrupted can be resumed.");
        }

        if (!run.FinishRequested)
        {
            await quotas.DemandTrainingAsync(actor, run.ProjectId, cancellation).ConfigureAwait(false);
        }

        queue.Return(runId);
    }
}
