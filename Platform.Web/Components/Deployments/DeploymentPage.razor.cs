using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Model;
using Platform.Core.Deployments.Queries;
using Platform.Web.Components.Layout;

namespace Platform.Web.Components.Deployments;

/// <summary>One deployment: ask it, watch it, change it.</summary>
public sealed partial class DeploymentPage
{
    private DeploymentView? _view;
    private IReadOnlyList<DeploymentEventView> _history = [];
    private bool _hasPrevious;
    private bool _mayDeploy;
    private bool _deploying;
    private bool _stopping;
    private bool _busy;

    [Inject]
    public required DeploymentQueries Deployments { get; init; }

    [Inject]
    public required RollBackDeploymentCommand RollBack { get; init; }

    [Inject]
    public required SwitchDeploymentCommand Switch { get; init; }

    [Parameter]
    public string Name { get; set; } = "";

    private string Sample => _view!.Target == DeploymentTarget.Edge
        ? $"curl -H \"Authorization: Bearer TOKEN\" -o {_view.Name}.zip {Navigation.BaseUri.TrimEnd('/')}{_view.EndpointUrl}"
        : $"curl -H \"Authorization: Bearer TOKEN\" -H \"Content-Type: image/jpeg\" --data-binary @image.jpg {Navigation.BaseUri.TrimEnd('/')}{_view.EndpointUrl}";

    protected override async Task OnInitializedAsync()
    {
        var actor = await ActorAsync();
        var project = await ShowInProjectAsync(actor, new Crumb(L["nav.deployments"], $"{Root}/deployments"), new Crumb(Name));
        _mayDeploy = AccessPolicy.Allows(actor, Permission.DeployModel, project.DepartmentId);
        await ReadAsync(actor);
    }

    private Task LoadAsync() => Operations.TryAsync(ReadAsync);

    private async Task ReadAsync(Actor actor)
    {
        _view = await Deployments.GetAsync(actor, Name, Left);
        _history = await Deployments.HistoryAsync(actor, Name, Left);
        _hasPrevious = _history.Any(line => line.Action is DeploymentAction.Deployed or DeploymentAction.RolledBack or DeploymentAction.Promoted && line.Version.ModelVersionId != _view.Stable.ModelVersionId);
    }

    private async Task RollBackAsync()
    {
        _busy = true;
        await Operations.TryAsync(actor => RollBack.ExecuteAsync(actor, Name, CancellationToken.None));
        await LoadAsync();
        _busy = false;
    }

    private async Task SwitchAsync(bool isActive)
    {
        await Operations.TryAsync(actor => Switch.ExecuteAsync(actor, Name, isActive, CancellationToken.None));
        _stopping = false;
        await LoadAsync();
    }
}
