using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Shared;
using Platform.Training.Runs.Commands;

namespace Platform.Training.Runs.Requests;

/// <summary>Executes what consoles ask of this process, by the same commands as pages and API.</summary>
public sealed class RunRequestDesk(
    RunRequestBox box, ActorResolver actors, LaunchTrainingCommand launch, ReproduceRunCommand reproduce, PauseRunCommand pause, ResumeRunCommand resume, FinishRunCommand finish, CancelRunCommand cancel)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    /// <param name="trainsAnything">False in a console that trains a run of its own and ends with it: it takes no further runs.</param>
    public void Start(bool trainsAnything) => _serving = Task.Run(() => box.ServeAsync(
        (request, cancellation) => trainsAnything || request is ChangeRequest { Change: RunChange.Pause or RunChange.Finish or RunChange.Cancel }
            ? ExecuteAsync(request, cancellation)
            : throw new DomainRuleException("runs.console_busy", "A console trains on this data folder. Wait until it has ended, or start the platform, which trains one run after the other."),
        _stop.Token));

    /// <summary>Executes a request here.</summary>
    public async Task<RunAnswer> ExecuteAsync(RunRequest request, CancellationToken cancellation)
    {
        var actor = await actors.ResolveAsync(request.ActorId, cancellation).ConfigureAwait(false) ?? throw new AccessDeniedException("sign_in");
        return new RunAnswer(request switch
        {
            LaunchRequest asked => await launch.ExecuteAsync(
                actor, new LaunchTraining(asked.ModelId, asked.DatasetVersionId, asked.Recipe, asked.TrainOnValidation)
                {
                    StartFromWeightsId = asked.StartFromWeightsId, ParentModelVersionId = asked.ParentModelVersionId,
                },
                cancellation).ConfigureAwait(false),
            ReproduceRequest asked => await reproduce.ExecuteAsync(actor, asked.RunId, cancellation).ConfigureAwait(false),
            ChangeRequest asked => await ChangeAsync(actor, asked, cancellation).ConfigureAwait(false),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request, "Unknown request."),
        });
    }

    /// <summary>Takes no further request; the one under way is answered.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task<Guid> ChangeAsync(Actor actor, ChangeRequest request, CancellationToken cancellation)
    {
        switch (request.Change)
        {
            case RunChange.Pause:
                pause.Execute(actor, request.RunId);
                break;
            case RunChange.Resume:
                await resume.ExecuteAsync(actor, request.RunId, cancellation).ConfigureAwait(false);
                break;
            case RunChange.Finish:
                finish.Execute(actor, request.RunId);
                break;
            case RunChange.Cancel:
                cancel.Execute(actor, request.RunId);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(request), request.Change, "Unknown change.");
        }

        return request.RunId;
    }
}
