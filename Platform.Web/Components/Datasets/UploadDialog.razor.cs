using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Platform.Web.Components.Datasets;

/// <summary>Takes files, folders and zip archives; the browser sends them to the API itself (upload.js) and tells only how it ended.</summary>
public sealed partial class UploadDialog
{
    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _uploader;
    private DotNetObjectReference<UploadDialog>? _self;

    [Inject]
    public required IJSRuntime Js { get; init; }

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

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Open && _uploader is null)
        {
            _self ??= DotNetObjectReference.Create(this);
            _module ??= await Js.InvokeAsync<IJSObjectReference>("import", "/js/upload.js");
            _uploader = await _module.InvokeAsync<IJSObjectReference>("attach", _root, $"/api/dataset-versions/{VersionId}/assets", ScriptTexts(), _self);
        }
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
