using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;
using Platform.Core.Assets.Queries;

namespace Platform.Web.Components.Datasets;

/// <summary>
/// Thumbnails of a list that the server does not hold: only the rows in view are asked for, by their numbers. A browser cannot lay out an element of any height, so a very long list is cut into pages of
/// some hundred thousand images, each scrolled as a whole.
/// </summary>
public sealed partial class GalleryGrid
{
    // Firefox lays out up to 17.9 million pixels, Chromium more.
    private const double HighestPx = 15_000_000;

    private readonly CancellationTokenSource _left = new();
    private ElementReference _root;
    private Virtualize<GalleryRow>? _rows;
    private IJSObjectReference? _module;
    private IJSObjectReference? _grid;
    private DotNetObjectReference<GalleryGrid>? _self;
    private int _columns;
    private float _rowPx = 160;
    private int _page = 1;
    private int _version;

    /// <summary>Images in one row of the grid.</summary>
    /// <param name="Start">Number of its first image in the list.</param>
    public sealed record GalleryRow(int Start, IReadOnlyList<AssetListItem> Items);

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>How long the list is.</summary>
    [Parameter, EditorRequired]
    public int Total { get; set; }

    /// <summary>Reads a part of the list: number of the first image, and how many.</summary>
    [Parameter, EditorRequired]
    public required Func<int, int, CancellationToken, Task<IReadOnlyList<AssetListItem>>> Read { get; set; }

    /// <summary>Counts up whenever the list is another one, or what it shows has changed.</summary>
    [Parameter]
    public int Version { get; set; }

    [Parameter, EditorRequired]
    public required Func<Guid, string> HrefOf { get; set; }

    [Parameter]
    public bool ShowDisagreement { get; set; }

    [Parameter]
    public bool Selecting { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlySet<Guid> Selected { get; set; }

    [Parameter]
    public EventCallback<Guid> OnToggle { get; set; }

    private int PageSize => Math.Max(1, (int)(HighestPx / _rowPx)) * Math.Max(1, _columns);

    [JSInvokable]
    public Task Measured(int columns, double rowPx) => InvokeAsync(async () =>
    {
        (_columns, _rowPx) = (columns, (float)rowPx);
        StateHasChanged();
        await RefreshAsync();
        StateHasChanged();
    });

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        _left.Dispose();
        _self?.Dispose();
        try
        {
            if (_grid is not null)
            {
                await _grid.InvokeVoidAsync("dispose");
                await _grid.DisposeAsync();
                await _module!.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The tab is gone and its grid with it.
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_version != Version)
        {
            _version = Version;
            _page = Math.Clamp(_page, 1, Math.Max(1, (Total + PageSize - 1) / PageSize));
            await RefreshAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "/js/galleryGrid.js");
            _grid = await _module.InvokeAsync<IJSObjectReference>("attach", _root, _self);
        }
    }

    private async Task RefreshAsync()
    {
        if (_rows is not null)
        {
            await _rows.RefreshDataAsync();
        }
    }

    private async Task ShowPageAsync(int page)
    {
        _page = page;
        await RefreshAsync();
    }

    private async ValueTask<ItemsProviderResult<GalleryRow>> ProvideAsync(ItemsProviderRequest request)
    {
        var first = (_page - 1) * PageSize;
        var count = Math.Min(PageSize, Total - first);
        var start = first + (request.StartIndex * _columns);
        var items = await Read(start, Math.Min(request.Count * _columns, first + count - start), request.CancellationToken);
        var rows = items.Chunk(_columns).Select((row, index) => new GalleryRow(start + (index * _columns), row));
        return new ItemsProviderResult<GalleryRow>(rows, (count + _columns - 1) / _columns);
    }

    private static string Px(double value) => value.ToString("0.#", CultureInfo.InvariantCulture) + "px";
}
