using Platform.Core.Access;
using Platform.Core.Shared;
using Platform.Training.Runs.Queries;

namespace Platform.Training.Runs.Commands;

/// <summary>Stops a training early: its best epoch so far is scored, exported and registered, as if the training had ended there.</summary>
public sealed class FinishRunCommand(RunQueries runs, RunBoard board, RunQueue queue)
{
    public void Execute(Actor actor, Guid runId)
    {
        var run = runs.Get(actor, runId);
        AccessPolicy.Demand(actor, Permission.TrainModel, run.DepartmentId);
        if (run.State == RunState.Completed)
        {
            throw new DomainRuleException("runs.completed", "This run has completed: its model is registered already.");
        }

        if (run.Epoch == 0)
        {
            throw new DomainRuleException("runs.nothing_reached", "This run has not completed an epoch yet, so there is nothing to keep. Wait for its first epoch, or cancel it.");
        }

        // On disk first: a server that stops in the middle of registering must not train on afterwards.
        board.Change(runId, record => record with { FinishRequested = true });
        if (run.State.CanResume())
        {
            queue.Return(runId);
        }
        else
        {
            queue.TryFinish(runId);
        }
    }
}
