using Platform.Core.Access;
using Platform.Training.Runs.Queries;

namespace Platform.Training.Runs.Commands;

/// <summary>Stops a waiting, running or paused run; its checkpoints stay, so it can be resumed.</summary>
public sealed class CancelRunCommand(RunQueries runs, RunBoard board, RunQueue queue)
{
    public void Execute(Actor actor, Guid runId)
    {
        var run = runs.Get(actor, runId);
        AccessPolicy.Demand(actor, Permission.TrainModel, run.DepartmentId);
        queue.Cancel(runId);
        board.Change(runId, record => record with { FinishRequested = false });
    }
}
