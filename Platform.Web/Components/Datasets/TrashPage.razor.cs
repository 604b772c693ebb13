using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Queries;
using Platform.Web.Components.Layout;
using Platform.Web.Components.Shared;

namespace Platform.Web.Components.Datasets;

/// <summary>What was deleted from a draft: to bring back, or to delete for good.</summary>
public sealed partial class TrashPage
{
    private const int PageSize = 60;

    private readonly HashSet<Guid> _selected = [];
    private TrashListing? _page;
    private string _name = "";
    private int _number = 1;
    private bool _mayEdit;
    private bool _busy;
    private bool _asking;
    private IReadOnlyList<Guid>? _toDelete;

    [Parameter]
    public Guid VersionId { get; set; }

    [Inject]
    public required TrashQueries Trash { get; init; }

    [Inject]
    public required RestoreAssetsCommand Restore { get; init; }

    [Inject]
    public required EmptyTrashCommand Empty { get; init; }

    [Inject]
    public required DatasetQueries Datasets { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    private string VersionUrl => $"{Root}/datasets/{VersionId}";

    protected override async Task OnParametersSetAsync()
    {
        var actor = await ActorAsync();
        var version = await Datasets.GetVersionAsync(actor, VersionId, Left);
        _name = $"{version.DatasetName} {version.Version.VersionTag}";
        var project = await ShowInProjectAsync(actor, new Crumb(L["nav.datasets"], $"{Root}/datasets"), new Crumb(_name, VersionUrl), new Crumb(L["trash.crumb"]));
        _mayEdit = !version.Version.IsFrozen && AccessPolicy.Allows(actor, Permission.UploadAssets, project.DepartmentId);
        await ShowAsync(1);
    }

    private async Task ShowAsync(int number)
    {
        _number = number;
        _page = await Trash.ListAsync(await ActorAsync(), VersionId, (number - 1) * PageSize, PageSize, Left);
    }

    private void Toggle(Guid id)
    {
        if (!_selected.Remove(id))
        {
            _selected.Add(id);
        }
    }

    /// <param name="ids">Null for everything.</param>
    private Task RestoreAsync(IReadOnlyList<Guid>? ids) => RunAsync(async actor =>
    {
        var outcome = await Restore.ExecuteAsync(actor, VersionId, ids, Left);
        Toasts.Success(L["trash.restored", Number(outcome.Restored)]);
        if (outcome.AlreadyThere > 0)
        {
            Toasts.Info(L["trash.alreadyThere", Number(outcome.AlreadyThere)]);
        }
    });

    private void Ask(IReadOnlyList<Guid>? ids) => (_toDelete, _asking) = (ids, true);

    private async Task EmptyAsync()
    {
        await RunAsync(async actor => Toasts.Success(L["trash.deleted", Number(await Empty.ExecuteAsync(actor, VersionId, _toDelete, Left))]));
        _asking = false;
    }

    private async Task RunAsync(Func<Actor, Task> change)
    {
        _busy = true;
        if (await Operations.TryAsync(change))
        {
            _selected.Clear();
        }

        await ShowAsync(1);
        _busy = false;
    }

    private string When(TrashedItem item)
    {
        var time = item.TrashedAt.ToLocalTime().ToString("g", CultureInfo.CurrentCulture);
        return item.TrashedBy is { } name ? $"{time} · {name}" : time;
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
