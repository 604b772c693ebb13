using Platform.Core.Access;
using Platform.Core.Shared;
using Platform.Training.Runs.Queries;

namespace Platform.Training.Runs.Commands;

/// <summary>Puts a run that did not complete back into the line; it goes on from its newest usable checkpoint.</summary>
public sealed class ResumeRunCommand(RunQueries runs, RunBoard board, RunQueue queue)
{
    public void Execute(Actor actor, Guid runId)
    {
        var run = runs.Get(actor, runId);
        AccessPolicy.Demand(actor, Permission.TrainModel, run.DepartmentId);
        if (run.State is RunState.Queued or RunState.Running or RunState.Completed)
        {
            throw new DomainRuleException("runs.not_resumable", "Only a run that was cancelled, failed or interrupted can be resumed.");
        }

        board.Enter(runId, RunState.Queued);
        try
        {
            queue.Enqueue(runId);
        }
        catch (DomainRuleException refused)
        {
            board.Enter(runId, run.State, refused.Message);
            throw;
        }
    }
}
