using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Llm.Datasets.Queries;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Commands;
using Platform.Core.Llm.Registry.Queries;
using Platform.Web.Components.Layout;

namespace Platform.Web.Components.Llm;

/// <summary>One deployment: how it is, how it was, and its settings.</summary>
public sealed partial class LlmDeploymentPage
{
    private LlmDeploymentView? _view;
    private IReadOnlyList<StatusChangeView> _history = [];
    private IReadOnlyList<LlmModelView> _models = [];
    private IReadOnlyList<LlmDatasetView> _datasets = [];
    private DeploymentForm _form = new();
    private DateTime _now;
    private bool _checking;
    private bool _saving;
    private bool _removing;

    [Parameter]
    public Guid DeploymentId { get; set; }

    [Inject]
    public required LlmDeploymentQueries Deployments { get; init; }

    [Inject]
    public required LlmModelQueries Models { get; init; }

    [Inject]
    public required LlmDatasetQueries Datasets { get; init; }

    [Inject]
    public required ChangeLlmDeploymentCommand Change { get; init; }

    [Inject]
    public required SetLlmDeploymentStatusCommand SetStatus { get; init; }

    [Inject]
    public required CheckLlmDeploymentCommand Check { get; init; }

    [Inject]
    public required RemoveLlmDeploymentCommand Remove { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    // What is being typed stays while the health watch refreshes the rest.
    protected override async Task ReadAsync(Actor actor)
    {
        var view = await Deployments.GetAsync(actor, DeploymentId, Left);
        _history = await Deployments.HistoryAsync(actor, DeploymentId, Left);
        _now = Time.GetUtcNow().UtcDateTime;
        if (_view is null)
        {
            _models = await Models.ListAsync(actor, Left);
            _datasets = await Datasets.ListAsync(actor, Left);
            _form = DeploymentForm.Of(view);
            Shell.Show(null, null, [new Crumb(L["nav.llm"], "/llm/models"), new Crumb(L["llm.deployments"], "/llm/deployments"), new Crumb(view.ServerName)]);
        }

        _view = view;
    }

    private async Task CheckAsync()
    {
        _checking = true;
        await Operations.TryAsync(actor => Check.ExecuteAsync(actor, DeploymentId, Left));
        _checking = false;
        await LoadAsync();
    }

    private async Task SetAsync(LlmDeploymentStatus status)
    {
        await Operations.TryAsync(actor => SetStatus.ExecuteAsync(actor, DeploymentId, status, Left));
        await LoadAsync();
    }

    private async Task SaveAsync()
    {
        _saving = true;
        if (await Operations.TryAsync(actor => Change.ExecuteAsync(actor, DeploymentId, _form.ToSettings(), _form.CredentialChange, CancellationToken.None), L["llm.deployment.saved"]))
        {
            _view = null;
            await LoadAsync();
        }

        _saving = false;
    }

    private async Task RemoveAsync()
    {
        _removing = false;
        if (await Operations.TryAsync(actor => Remove.ExecuteAsync(actor, DeploymentId, Left)))
        {
            Navigation.NavigateTo("/llm/deployments");
        }
    }
}
