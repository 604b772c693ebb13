using Platform.Core.Access;
using Platform.Training.Runs.Queries;

namespace Platform.Training.Runs.Commands;

/// <summary>Sets a waiting or running run aside: it is saved at the step it has reached, and the next run gets its device.</summary>
public sealed class PauseRunCommand(RunQueries runs, RunQueue queue)
{
    public void Execute(Actor actor, Guid runId)
    {
        var run = runs.Get(actor, runId);
        AccessPolicy.Demand(actor, Permission.TrainModel, run.DepartmentId);
        queue.Pause(runId);
    }
}
