using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Web.Components.Shared;

namespace Platform.Web.Components.Datasets;

/// <summary>Takes files, folders and zip archives; the browser sends them to the API itself (upload.js) and tells only how it ended.</summary>
public sealed partial class UploadDialog
{
    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _uploader;
    private DotNetObjectReference<UploadDialog>? _self;
    private bool _mayTakeFromServer;
    private bool _taking;
    private string _place = "";

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required IngestServerPathCommand Folders { get; init; }

    [Inject]
    public required IngestS3PrefixCommand Prefixes { get; init; }

    [Inject]
    public required IngestOptions Places { get; init; }

    [Inject]
    public required Operations Operations { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Parameter]
    public bool Open { get; set; }

    [Parameter, EditorRequired]
    public Guid VersionId { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>Raised each time the queue runs empty, with the number of pictures added.</summary>
    [Parameter]
    public EventCallback<int> OnUploaded { get; set; }

    [JSInvokable]
    public Task UploadEnded(int added, int duplicates, int failed) => InvokeAsync(() => OnUploaded.InvokeAsync(added));

    public async ValueTask DisposeAsync()
    {
        await DetachAsync();
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The tab is gone and its module with it.
        }

        _self?.Dispose();
    }

    protected override async Task OnInitializedAsync() =>
        _mayTakeFromServer = Places.Roots.Count + Places.Buckets.Count > 0 && (await Operations.ActorAsync()).IsAdmin;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Open && _uploader is null)
        {
            _self ??= DotNetObjectReference.Create(this);
            _module ??= await Js.InvokeAsync<IJSObjectReference>("import", "/js/upload.js");
            _uploader = await _module.InvokeAsync<IJSObjectReference>("attach", _root, $"/api/dataset-versions/{VersionId}/assets", ScriptTexts(), _self);
        }
    }

    private async Task TakeFromServerAsync()
    {
        _taking = true;
        IngestReport? report = null;
        if (await Operations.TryAsync(async actor => report = _place.TrimStart().StartsWith("s3:", StringComparison.Ordinal)
            ? await Prefixes.ExecuteAsync(actor, VersionId, _place, null, CancellationToken.None)
            : (await Folders.ExecuteAsync(actor, VersionId, _place, null, null, CancellationToken.None)).Files))
        {
            Toasts.Success(L["upload.server.done", report!.Added.Count, report.Duplicates.Count, report.Failed.Count]);
            await OnUploaded.InvokeAsync(report.Added.Count);
        }

        _taking = false;
    }

    private async Task CloseAsync()
    {
        await DetachAsync();
        await OnClose.InvokeAsync();
    }

    private async Task DetachAsync()
    {
        var uploader = _uploader;
        _uploader = null;
        try
        {
            if (uploader is not null)
            {
                await uploader.InvokeVoidAsync("dispose");
                await uploader.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The tab is gone and its uploads with it.
        }
    }

    private Dictionary<string, string> ScriptTexts() => new()
    {
        ["waiting"] = L["upload.state.waiting"],
        ["sending"] = L["upload.state.sending"],
        ["added"] = L["upload.state.added"],
        ["duplicate"] = L["upload.state.duplicate"],
        ["failed"] = L["upload.state.failed"],
        ["offline"] = L["upload.offline"],
        ["summary"] = L["upload.summary"],
    };
}
