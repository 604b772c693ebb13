using Platform.Core.Access;
using Platform.Core.Departments;
using Platform.Core.Projects.Queries;

namespace Platform.Training.Runs;

/// <summary>Runs go where their project goes: what run.json says of the department follows the database, also after a server that died in between.</summary>
public sealed class RunDepartments(RunBoard board, ProjectQueries projects) : IProjectFollower, IWorkUnderWay
{
    public IEnumerable<WorkUnderWay> All => board.All.Where(run => run.State.IsActive())
        .Select(run => new WorkUnderWay(WorkKind.Training, run.ProjectId, null, run.ModelName, run.LaunchedBy, run.LaunchedByName));

    public Task MovedAsync(Guid projectId, Guid departmentId, CancellationToken cancellationToken)
    {
        Follow(new Dictionary<Guid, Guid> { [projectId] = departmentId });
        return Task.CompletedTask;
    }

    /// <summary>Takes up moves that nobody was there to follow.</summary>
    public async Task SynchroniseAsync(CancellationToken cancellation) => Follow(await projects.DepartmentsAsync(Actor.Platform, cancellation).ConfigureAwait(false));

    private void Follow(IReadOnlyDictionary<Guid, Guid> departments)
    {
        foreach (var run in board.All)
        {
            if (departments.TryGetValue(run.ProjectId, out var departmentId) && run.DepartmentId != departmentId)
            {
                board.Change(run.Id, record => record with { DepartmentId = departmentId });
            }
        }
    }
}
