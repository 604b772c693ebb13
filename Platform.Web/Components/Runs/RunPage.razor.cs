using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Training.Runs;
using Platform.Training.Runs.Commands;
using Platform.Training.Runs.Queries;
using Platform.Web.Components.Layout;

namespace Platform.Web.Components.Runs;

/// <summary>The dashboard of one training: history first, then every batch of events as it happens, one render a batch.</summary>
public sealed partial class RunPage
{
    // Faster than the eye follows, slow enough that a fast training costs the circuit little.
    private static readonly TimeSpan s_renderInterval = TimeSpan.FromMilliseconds(150);

    private const string TrainingTab = "training";
    private const string ResultsTab = "results";
    private const string SettingsTab = "settings";

    private RunView _view = new();
    private string _tab = TrainingTab;
    private RunRecord? _record;
    private Guid _shownRun;
    private bool _confirmingCancel;
    private bool _confirmingFinish;
    private bool _busy;
    private bool _mayTrain;
    private CancellationTokenSource? _watch;

    private string? BannerText => _view switch
    {
        { State: RunState.Queued } => L["run.queued.text"],
        { State: RunState.Waiting } => $"{L["run.waiting.text"]} {Reason}",
        { IsActive: true } => null,
        { State: RunState.Paused } => L["run.paused.text"],
        { State: RunState.Completed } when _view.Epoch < _view.Epochs => L["run.stoppedEarly", _view.Epoch, _view.Epochs],
        { State: RunState.Interrupted } => L["run.interrupted"],
        _ => Reason,
    };

    private string? Reason => _view.Reason is { } reason ? RunLogText.Of(L, reason) : null;

    private IReadOnlyList<(string Key, string Text)> Tabs => [(TrainingTab, L["run.training"].Value), (ResultsTab, L["run.results"].Value), (SettingsTab, L["run.settings"].Value)];

    [Parameter]
    public Guid RunId { get; set; }

    /// <summary>The part of the page that an address opens; null for the training itself.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    [Inject]
    public required RunQueries Runs { get; init; }

    [Inject]
    public required CancelRunCommand Cancel { get; init; }

    [Inject]
    public required PauseRunCommand Pause { get; init; }

    [Inject]
    public required FinishRunCommand Finish { get; init; }

    [Inject]
    public required ResumeRunCommand Resume { get; init; }

    protected override async Task OnParametersSetAsync()
    {
        _tab = Tab is ResultsTab or SettingsTab ? Tab : TrainingTab;
        if (_shownRun == RunId)
        {
            return;
        }

        _shownRun = RunId;
        _view = new RunView();
        var actor = await ActorAsync();
        _record = Runs.Get(actor, RunId);
        await ShowInProjectAsync(actor, new Crumb(L["nav.runs"], $"{Root}/runs"), new Crumb(_record.ModelName));
        _mayTrain = AccessPolicy.Allows(actor, Permission.TrainModel, _record.DepartmentId);
        Follow(actor);
    }

    private void ShowTab(string tab)
    {
        _tab = tab;
        Navigation.NavigateTo(tab == TrainingTab ? $"{Root}/runs/{RunId}" : $"{Root}/runs/{RunId}?tab={tab}", replace: true);
    }

    // One watcher at a time: a run resumed within a moment of its end finds the earlier one still there.
    private void Follow(Actor actor)
    {
        _watch?.Cancel();
        _watch = CancellationTokenSource.CreateLinkedTokenSource(Left);
        _ = WatchAsync(actor, RunId, _view, _watch.Token);
    }

    private async Task WatchAsync(Actor actor, Guid runId, RunView view, CancellationToken cancellation)
    {
        try
        {
            await foreach (var batch in Runs.Watch(actor, runId, view.LastSequence, cancellation))
            {
                // A batch may be in hand when the watcher is told to go.
                cancellation.ThrowIfCancellationRequested();
                view.Apply(batch);
                await InvokeAsync(StateHasChanged);
                await Task.Delay(s_renderInterval, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left, or another watcher took over.
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    private async Task CancelAsync()
    {
        _confirmingCancel = false;
        await DoAsync(actor => Cancel.Execute(actor, RunId));
    }

    private async Task FinishAsync()
    {
        _confirmingFinish = false;
        await GoOnAsync(actor =>
        {
            Finish.Execute(actor, RunId);
            return Task.CompletedTask;
        });
    }

    private async Task ResumeAsync()
    {
        _busy = true;
        await GoOnAsync(actor => Resume.ExecuteAsync(actor, RunId, Left));
        _busy = false;
    }

    private async Task GoOnAsync(Func<Actor, Task> command)
    {
        var hadEnded = !_view.IsActive;
        if (await Operations.TryAsync(command) && hadEnded)
        {
            // The feed ended with the run; it goes on from the number last seen.
            Follow(await ActorAsync());
        }
    }

    private Task<bool> DoAsync(Action<Actor> command) => Operations.TryAsync(actor =>
    {
        command(actor);
        return Task.CompletedTask;
    });
}
