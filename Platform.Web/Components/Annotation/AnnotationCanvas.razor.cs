using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace Platform.Web.Components.Annotation;

/// <summary>
/// Hosts the browser's annotation canvas. The canvas owns all state and talks to the API by itself; this component only starts it,
/// forwards parameters and commands, and receives small snapshots. Losing the circuit therefore loses no work.
/// </summary>
public sealed partial class AnnotationCanvas : ComponentBase, IAsyncDisposable
{
    private const string ModulePath = "./js/annotator/index.js";

    private ElementReference _host;
    private IJSObjectReference? _module;
    private IJSObjectReference? _canvas;
    private DotNetObjectReference<AnnotationCanvas>? _self;
    private bool _disposed;
    private long _lastSequence;

    // What the canvas was last told; parameters are compared with these and never written to.
    private Guid _shownAsset;
    private IReadOnlyList<CanvasClass> _shownClasses = [];
    private bool _shownReadOnly;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required IStringLocalizer<CanvasTexts> Localizer { get; init; }

    /// <summary>The image to show; changing it turns the page without losing what is unsaved on the one before.</summary>
    [Parameter]
    [EditorRequired]
    public Guid AssetId { get; set; }

    /// <summary>A shape to select when the image opens.</summary>
    [Parameter]
    public Guid? ObjectId { get; set; }

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<CanvasClass> Classes { get; set; } = [];

    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>Who is at work, for instance the user's id: keeps the journals of people who share a browser apart.</summary>
    [Parameter]
    [EditorRequired]
    public string UserKey { get; set; } = "";

    /// <summary>Translations by key; absent ones, or all where this is null, come from the component's own resources.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, string>? Texts { get; set; }

    /// <summary>Images likely to be opened next; their pictures are fetched ahead.</summary>
    [Parameter]
    public IReadOnlyList<Guid> NextAssetIds { get; set; } = [];

    [Parameter]
    public EventCallback<CanvasSnapshot> OnSnapshot { get; set; }

    [Parameter]
    public EventCallback<CanvasDirection> OnNavigate { get; set; }

    /// <summary>The image's neighbours in the queue that the page goes through; asked for when objects are copied to other images.</summary>
    [Parameter]
    public Func<Task<CanvasNeighbours>>? Around { get; set; }

    /// <summary>Asked for while one object an image is drawn.</summary>
    [Parameter]
    public Func<Task<CanvasProgress>>? Progress { get; set; }

    /// <summary>Another image of the version, picked on the canvas.</summary>
    [Parameter]
    public EventCallback<Guid> OnOpenImage { get; set; }

    public Task SetToolAsync(string tool) => CallAsync("setTool", tool);

    public Task SetActiveClassAsync(Guid classId) => CallAsync("setActiveClass", classId);

    public Task SetSelectionClassAsync(Guid classId) => CallAsync("setSelectionClass", classId);

    public Task DeleteSelectionAsync() => CallAsync("deleteSelection");

    public Task AcceptSelectionAsync() => CallAsync("acceptSelection");

    public Task UndoAsync() => CallAsync("undo");

    public Task RedoAsync() => CallAsync("redo");

    public Task FitAsync() => CallAsync("fit");

    /// <summary>Hides unreviewed model shapes below a confidence between 0 and 1.</summary>
    public Task SetConfidenceAsync(double value) => CallAsync("setConfidence", value);

    public Task SetClassVisibleAsync(Guid classId, bool visible) => CallAsync("setClassVisible", classId, visible);

    /// <summary>Completes when the server has answered for every edit made so far.</summary>
    /// <returns>How many edits could not be saved; they stay in the browser's journal.</returns>
    public async Task<int> FlushAsync()
    {
        try
        {
            return _canvas is null || _disposed ? 0 : await _canvas.InvokeAsync<int>("flush");
        }
        catch (JSDisconnectedException)
        {
            return 0;
        }
    }

    [JSInvokable]
    public Task OnSnapshotAsync(CanvasSnapshot snapshot)
    {
        if (_disposed || snapshot.Sequence <= _lastSequence)
        {
            return Task.CompletedTask;
        }

        _lastSequence = snapshot.Sequence;
        return InvokeAsync(() => OnSnapshot.InvokeAsync(snapshot));
    }

    [JSInvokable]
    public Task OnNavigateAsync(string direction) =>
        _disposed || !Enum.TryParse<CanvasDirection>(direction, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted)
            ? Task.CompletedTask
            : InvokeAsync(() => OnNavigate.InvokeAsync(wanted));

    [JSInvokable]
    public Task OnOpenImageAsync(Guid assetId) => _disposed ? Task.CompletedTask : InvokeAsync(() => OnOpenImage.InvokeAsync(assetId));

    [JSInvokable]
    public Task<CanvasProgress> ReadProgressAsync() => _disposed || Progress is null ? Task.FromResult(CanvasProgress.None) : Progress();

    [JSInvokable]
    public Task<CanvasNeighbours> ListAroundAsync() =>
        _disposed || Around is null ? Task.FromResult(CanvasNeighbours.None) : Around();

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        try
        {
            if (_canvas is not null)
            {
                await _canvas.InvokeVoidAsync("dispose");
                await _canvas.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The page is gone, and the canvas with it; its journal holds what was not saved.
        }

        _self?.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_canvas is not null)
        {
            await PushParametersAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", ModulePath);
            _shownClasses = Classes;
            _shownReadOnly = ReadOnly;
            var options = new { ApiBase = "api", UserKey, Classes, ReadOnly, Texts = TextsByKey() };
            var canvas = await _module.InvokeAsync<IJSObjectReference>("create", _host, options, _self);
            if (_disposed)
            {
                // Disposed while the module was loading: nobody else will end what was just begun.
                await canvas.InvokeVoidAsync("dispose");
                return;
            }

            _canvas = canvas;
            await PushParametersAsync();
        }
        catch (JSDisconnectedException)
        {
            // The circuit ended before the canvas stood; the next one starts anew.
        }
    }

    private async Task PushParametersAsync()
    {
        if (!_shownClasses.SequenceEqual(Classes))
        {
            _shownClasses = Classes;
            await CallAsync("setClasses", Classes);
        }

        if (_shownReadOnly != ReadOnly)
        {
            _shownReadOnly = ReadOnly;
            await CallAsync("setReadOnly", ReadOnly);
        }

        if (_shownAsset != AssetId && AssetId != Guid.Empty)
        {
            _shownAsset = AssetId;
            await CallAsync("load", AssetId);
            if (ObjectId is { } shape)
            {
                await CallAsync("showObject", shape);
            }

            await CallAsync("prefetch", NextAssetIds);
        }
    }

    private Dictionary<string, string> TextsByKey()
    {
        var texts = Localizer.GetAllStrings(includeParentCultures: true).ToDictionary(text => text.Name, text => text.Value);
        foreach (var (key, text) in Texts ?? new Dictionary<string, string>())
        {
            texts[key] = text;
        }

        return texts;
    }

    private async Task CallAsync(string method, params object?[] arguments)
    {
        try
        {
            if (_canvas is not null && !_disposed)
            {
                await _canvas.InvokeVoidAsync(method, arguments);
            }
        }
        catch (JSDisconnectedException)
        {
            // Nobody is left to see the effect.
        }
    }
}
