using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Queries;
using Platform.Web.Components.Shared;

namespace Platform.Web.Components.Datasets;

/// <summary>Thumbnails of a version under a filter that stands in the page's address; only what is in view is read, and the browser fetches each picture when it scrolls into view.</summary>
public sealed partial class Gallery : IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private readonly CancellationToken _gone;
    private readonly HashSet<Guid> _selected = [];
    private GalleryQuery _query = new();
    private AssetFilter _filter = new();
    private WorkCounts? _counts;
    private AssetFacets? _facets;
    private int _total;
    private int _list;
    private bool _loaded;
    private bool _selecting;
    private (Guid Version, int Refresh, GalleryQuery? Query) _shown;

    public Gallery() => _gone = _left.Token;

    [Inject]
    public required AssetQueries Images { get; init; }

    [Inject]
    public required AssetFacetQueries FacetQueries { get; init; }

    [Inject]
    public required WorkQueries Work { get; init; }

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
        Navigation.LocationChanged -= FollowAddress;
        _left.Cancel();
        _left.Dispose();
    }

    protected override void OnInitialized() => Navigation.LocationChanged += FollowAddress;

    protected override Task OnParametersSetAsync() => ShowAsync();

    // By a filter, and by the browser's back button; the page above is not asked again when only its query changes.
    private void FollowAddress(object? sender, LocationChangedEventArgs change)
    {
        if (new Uri(change.Location).AbsolutePath == Address)
        {
            _ = InvokeAsync(async () =>
            {
                await Operations.TryAsync(_ => InvokeAsync(ShowAsync));
                StateHasChanged();
            });
        }
    }

    private async Task ShowAsync()
    {
        var now = (VersionId, Refresh, GalleryQuery.Parse(Navigation.Uri));
        if (_shown != now)
        {
            var isSameList = _shown.Version == VersionId && _shown.Query == now.Item3;
            _shown = now;
            _query = now.Item3;
            if (!isSameList)
            {
                _selected.Clear();
            }

            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        var actor = await Operations.ActorAsync(_gone);
        _filter = _query.ToFilter(actor);
        _total = await Images.CountAsync(actor, VersionId, _filter, _gone);
        _counts = await Work.CountAsync(actor, VersionId, _gone);
        _facets = await FacetQueries.GetAsync(actor, VersionId, _gone);
        _loaded = true;
        _list++;
    }

    private async Task<IReadOnlyList<AssetListItem>> ReadAsync(int start, int count, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _gone);
        var actor = await Operations.ActorAsync(either.Token);
        return await Images.ListWindowAsync(actor, VersionId, _query.ToFilter(actor), start, count, either.Token);
    }

    private void Filter(GalleryQuery query) =>
        Navigation.NavigateTo(Address + query.ToUrl(), replace: true);

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

    private string Address => $"/projects/{ProjectId}/datasets/{VersionId}";

    private void ToggleSelecting()
    {
        _selecting = !_selecting;
        _selected.Clear();
    }

    private void Toggle(Guid id)
    {
        if (_selecting && !_selected.Remove(id))
        {
            _selected.Add(id);
        }
    }

    private Task SelectAllAsync() => Operations.TryAsync(async actor => _selected.UnionWith(await Images.ListIdsAsync(actor, VersionId, _query.ToFilter(actor), _gone)));

    private string AnnotateUrl(Guid assetId, GalleryQuery query) => $"/projects/{ProjectId}/annotate/{assetId}{query.ToUrl()}";
}
