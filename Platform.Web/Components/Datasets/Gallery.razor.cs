using Microsoft.AspNetCore.Components;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
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
    private List<AssetListItem>? _items;
    private string? _next;
    private int _total;
    private bool _loading;
    private bool _selecting;
    private bool _confirmingDelete;
    private string? _text;
    private string? _split;
    private string? _class;
    private string? _state;
    private (Guid Version, int Refresh) _shown;

    public Gallery() => _gone = _left.Token;

    [Inject]
    public required AssetQueries Images { get; init; }

    [Inject]
    public required MoveAssetsCommand Move { get; init; }

    [Inject]
    public required DeleteAssetsCommand Delete { get; init; }

    [Inject]
    public required Operations Operations { get; init; }

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
    public EventCallback OnChanged { get; set; }

    private AssetFilter Filter => new(
        Enum.TryParse<SplitKind>(_split, out var split) ? split : null,
        Guid.TryParse(_class, out var classId) ? classId : null,
        _state switch { "annotated" => true, "empty" => false, _ => null },
        _state == "pending" ? ReviewState.Pending : null,
        _text);

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
        var page = await Images.ListAsync(actor, VersionId, Filter, null, Math.Max(PageSize, _items?.Count ?? 0), _gone);
        (_items, _next) = ([.. page.Items], page.Next);
        _total = await Images.CountAsync(actor, VersionId, Filter, _gone);
        _selected.IntersectWith(_items.Select(item => item.Id));
    }

    private async Task FilterAsync(Action change)
    {
        change();
        _items = null;
        await LoadAsync();
    }

    private async Task MoreAsync()
    {
        _loading = true;
        var page = await Images.ListAsync(await Operations.ActorAsync(_gone), VersionId, Filter, _next, PageSize, _gone);
        _items!.AddRange(page.Items);
        _next = page.Next;
        _loading = false;
    }

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

    private void SelectShown() => _selected.UnionWith(_items!.Select(item => item.Id));

    private async Task MoveAsync(SplitKind split)
    {
        if (await Operations.TryAsync(actor => Move.ExecuteAsync(actor, VersionId, [.. _selected], split, _gone), L["gallery.moved", _selected.Count]))
        {
            _selected.Clear();
            await OnChanged.InvokeAsync();
        }
    }

    private async Task DeleteAsync()
    {
        _confirmingDelete = false;
        if (await Operations.TryAsync(actor => Delete.ExecuteAsync(actor, VersionId, [.. _selected], _gone), L["gallery.deleted", _selected.Count]))
        {
            _selected.Clear();
            await OnChanged.InvokeAsync();
        }
    }

    private string AnnotateUrl(Guid assetId)
    {
        var filter = new List<string>();
        Append(filter, "split", Filter.Split is { } split ? EnumText<SplitKind>.ToText(split) : null);
        Append(filter, "class", _class);
        Append(filter, "state", _state);
        Append(filter, "text", _text);
        return $"/projects/{ProjectId}/annotate/{assetId}{(filter.Count > 0 ? "?" + string.Join('&', filter) : "")}";
    }

    private static void Append(List<string> query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            query.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    private static string Length(AssetListItem video) => Durations.Short(TimeSpan.FromMilliseconds(video.DurationMs ?? 0));

    private static string ShortName(string fileName) => fileName[(fileName.LastIndexOf('/') + 1)..];
}
