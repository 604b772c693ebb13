using Microsoft.AspNetCore.Components;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Reviews.Commands;
using Platform.Core.Shared;
using Platform.Web.Components.Shared;

namespace Platform.Web.Components.Datasets;

/// <summary>Thumbnails of a version under a filter, page after page; the browser fetches each picture when it scrolls into view.</summary>
public sealed partial class Gallery : IDisposable
{
    public const int PageSize = 60;

    private readonly CancellationTokenSource _left = new();
    private readonly CancellationToken _gone;
    private readonly HashSet<Guid> _selected = [];
    private GalleryQuery _query = new();
    private List<AssetListItem>? _items;
    private WorkCounts? _counts;
    private IReadOnlyList<Person> _people = [];
    private string? _next;
    private int _total;
    private bool _loading;
    private bool _selecting;
    private bool _confirmingDelete;
    private (Guid Version, int Refresh) _shown;

    public Gallery() => _gone = _left.Token;

    [Inject]
    public required AssetQueries Images { get; init; }

    [Inject]
    public required WorkQueries Work { get; init; }

    [Inject]
    public required MoveAssetsCommand Move { get; init; }

    [Inject]
    public required AssignAssetsCommand Assign { get; init; }

    [Inject]
    public required SetWorkStateCommand SetState { get; init; }

    [Inject]
    public required DeleteAssetsCommand Delete { get; init; }

    [Inject]
    public required Operations Operations { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Parameter, EditorRequired]
    public Guid VersionId { get; set; }

    [Parameter, EditorRequired]
    public Guid ProjectId { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<ClassCount> Classes { get; set; }

    /// <summary>Counts up whenever the version's contents changed.</summary>
    [Parameter]
    public int Refresh { get; set; }

    [Parameter]
    public bool MayEdit { get; set; }

    [Parameter]
    public bool MayAnnotate { get; set; }

    [Parameter]
    public bool MayReview { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != (VersionId, Refresh))
        {
            _shown = (VersionId, Refresh);
            await LoadAsync();
        }
    }

    // As many as were shown before, so that a change does not throw the reader back to the first page.
    private async Task LoadAsync()
    {
        var actor = await Operations.ActorAsync(_gone);
        var filter = _query.ToFilter(actor);
        var page = await Images.ListAsync(actor, VersionId, filter, null, Math.Max(PageSize, _items?.Count ?? 0), _gone);
        (_items, _next) = ([.. page.Items], page.Next);
        _total = await Images.CountAsync(actor, VersionId, filter, _gone);
        _counts = await Work.CountAsync(actor, VersionId, _gone);
        _selected.IntersectWith(_items.Select(item => item.Id));
    }

    private async Task FilterAsync(GalleryQuery query)
    {
        _query = query;
        _items = null;
        await LoadAsync();
    }

    private async Task MoreAsync()
    {
        _loading = true;
        var actor = await Operations.ActorAsync(_gone);
        var page = await Images.ListAsync(actor, VersionId, _query.ToFilter(actor), _next, PageSize, _gone);
        _items!.AddRange(page.Items);
        _next = page.Next;
        _loading = false;
    }

    private async Task StartAsync(GalleryQuery queue)
    {
        var actor = await Operations.ActorAsync(_gone);
        if (await Work.GetNextInQueueAsync(actor, VersionId, null, queue.ToFilter(actor), null, _gone) is { } first)
        {
            Navigation.NavigateTo(AnnotateUrl(first, queue));
        }
        else
        {
            Toasts.Info(L["work.nothingLeft"]);
        }
    }

    private async Task ToggleSelecting()
    {
        _selecting = !_selecting;
        _selected.Clear();
        if (_selecting && MayReview)
        {
            _people = await Work.ListAssigneesAsync(await Operations.ActorAsync(_gone), VersionId, _gone);
        }
    }

    private void Toggle(Guid id)
    {
        if (_selecting && !_selected.Remove(id))
        {
            _selected.Add(id);
        }
    }

    private void SelectShown() => _selected.UnionWith(_items!.Select(item => item.Id));

    private Task MoveAsync(SplitKind split) =>
        ChangeAsync(ids => actor => Move.ExecuteAsync(actor, VersionId, ids, split, _gone), L["gallery.moved", _selected.Count]);

    private Task AssignAsync(string? choice)
    {
        Guid? person = Guid.TryParse(choice, out var id) ? id : null;
        return string.IsNullOrEmpty(choice)
            ? Task.CompletedTask
            : ChangeAsync(ids => actor => Assign.ExecuteAsync(actor, VersionId, ids, person, _gone), L["work.assigned", _selected.Count]);
    }

    private Task SetStateAsync(string? choice) => string.IsNullOrEmpty(choice)
        ? Task.CompletedTask
        : ChangeAsync(ids => actor => SetState.ExecuteAsync(actor, VersionId, ids, EnumText<WorkState>.Parse(choice), null, _gone), L["work.changed", _selected.Count]);

    private Task DeleteAsync()
    {
        _confirmingDelete = false;
        return ChangeAsync(ids => actor => Delete.ExecuteAsync(actor, VersionId, ids, _gone), L["gallery.deleted", _selected.Count]);
    }

    private async Task ChangeAsync(Func<IReadOnlyList<Guid>, Func<Core.Access.Actor, Task>> change, string success)
    {
        if (await Operations.TryAsync(change([.. _selected]), success))
        {
            _selected.Clear();
            await OnChanged.InvokeAsync();
        }
    }

    private string AnnotateUrl(Guid assetId, GalleryQuery query) => $"/projects/{ProjectId}/annotate/{assetId}{query.ToUrl()}";
}
