using System.Runtime.CompilerServices;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Shared;
using Platform.Training.Runs.Events;

namespace Platform.Training.Runs.Queries;

/// <summary>Reads runs, as far as the actor may see them.</summary>
public sealed class RunQueries(RunBoard board, ActorResolver actors, TimeProvider time)
{
    private static readonly TimeSpan s_recheck = TimeSpan.FromSeconds(20);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RunRecord> List(Actor actor, Guid? projectId = null) =>
    [
        .. board.All.Where(run => (projectId is null || run.ProjectId == projectId) && MaySee(actor, run))
            .OrderByDescending(run => run.CreatedAt),
    ];

    public RunRecord Get(Actor actor, Guid runId)
    {
        var run = board.Get(runId);
        return MaySee(actor, run) ? run : throw new NotFoundException("run", runId);
    }

    /// <summary>
    /// The run's history after <paramref name="afterSequence"/>, then what happens, until the run ends, or leaves the actor's sight: at once where its project moves to another department, within some seconds
    /// where the actor does or is shut out.
    /// </summary>
    public IAsyncEnumerable<IReadOnlyList<RunEvent>> Watch(Actor actor, Guid runId, long afterSequence, CancellationToken cancellation) =>
        WhileSeenAsync(actor, Get(actor, runId).Id, afterSequence, cancellation);

    /// <summary>The events known now.</summary>
    public IReadOnlyList<RunEvent> History(Actor actor, Guid runId) => board.Feed(Get(actor, runId).Id).History();

    /// <summary>Path of a sample picture; the name is checked against the run's folder.</summary>
    public string SamplePath(Actor actor, Guid runId, string fileName)
    {
        var path = Path.Combine(board.Folder(Get(actor, runId).Id).Samples, Path.GetFileName(fileName));
        return fileName == Path.GetFileName(fileName) && File.Exists(path) ? path : throw new NotFoundException("sample picture", runId);
    }

    private static bool MaySee(Actor actor, RunRecord run) => AccessPolicy.Allows(actor, Permission.ViewProject, run.DepartmentId, run.ProjectId);

    private async IAsyncEnumerable<IReadOnlyList<RunEvent>> WhileSeenAsync(Actor actor, Guid runId, long afterSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var askedAt = time.GetTimestamp();
        await foreach (var events in board.Feed(runId).WatchAsync(afterSequence, cancellation).ConfigureAwait(false))
        {
            if (actor.UserId != Guid.Empty && time.GetElapsedTime(askedAt) > s_recheck)
            {
                if (await actors.ResolveAsync(actor.UserId, cancellation).ConfigureAwait(false) is not { } present)
                {
                    yield break;
                }

                (actor, askedAt) = (present with { Grant = actor.Grant }, time.GetTimestamp());
            }

            if (!MaySee(actor, board.Get(runId)))
            {
                yield break;
            }

            yield return events;
        }
    }
}
