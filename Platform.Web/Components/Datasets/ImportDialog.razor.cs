using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Interchange;
using Platform.Web.Components.Shared;
using Platform.Web.Endpoints;

namespace Platform.Web.Components.Datasets;

/// <summary>Takes annotation files, shows what importing them would do, and then does it.</summary>
public sealed partial class ImportDialog : IAsyncDisposable
{
    private ElementReference _root;
    private IJSObjectReference? _module;
    private DotNetObjectReference<ImportDialog>? _self;
    private bool _attached;
    private Guid? _staged;
    private ImportReport? _report;
    private string? _format;
    private ExistingAnnotations _existing;
    private bool _applySplits;
    private bool _busy;
    private bool _importing;
    private bool _done;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required StagedImports Staging { get; init; }

    [Inject]
    public required ImportQueries Previews { get; init; }

    [Inject]
    public required ImportAnnotationsCommand Import { get; init; }

    [Inject]
    public required Operations Operations { get; init; }

    [Parameter]
    public bool Open { get; set; }

    [Parameter, EditorRequired]
    public Guid VersionId { get; set; }

    [Parameter, EditorRequired]
    public required string OntologyUrl { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    private ImportRequest Request => new(Enum.TryParse<InterchangeFormat>(_format, out var format) ? format : null, Existing: _existing, ApplySplits: _applySplits);

    [JSInvokable]
    public Task FilesStaged(Guid id) => InvokeAsync(async () =>
    {
        _staged = id;
        await PreviewAsync();
        StateHasChanged();
    });

    public async ValueTask DisposeAsync()
    {
        Discard();
        _self?.Dispose();
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
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Open && _staged is null && !_attached)
        {
            _attached = true;
            _self ??= DotNetObjectReference.Create(this);
            _module ??= await Js.InvokeAsync<IJSObjectReference>("import", "/js/stageFiles.js");
            await _module.InvokeVoidAsync("attach", _root, $"/api/dataset-versions/{VersionId}/import-files", (string)L["upload.offline"], _self);
        }
    }

    private async Task PreviewAsync()
    {
        _busy = true;
        _report = null;
        StateHasChanged();
        await Operations.TryAsync(async actor =>
        {
            using var source = Staging.Get(actor.UserId, _staged!.Value).Open();
            _report = await Previews.PreviewAsync(actor, VersionId, source.Source, Request, CancellationToken.None);
        });
        _busy = false;
    }

    private Task ChangeAsync(Action change)
    {
        change();
        return PreviewAsync();
    }

    private async Task ImportAsync()
    {
        _importing = true;
        _done = await Operations.TryAsync(async actor =>
        {
            using var source = Staging.Get(actor.UserId, _staged!.Value).Open();
            _report = await Import.ExecuteAsync(actor, VersionId, source.Source, Request, CancellationToken.None);
        });
        _importing = false;
    }

    private void StartOver()
    {
        Discard();
        (_report, _done, _attached) = (null, false, false);
    }

    private async Task CloseAsync()
    {
        StartOver();
        await OnClose.InvokeAsync();
    }

    private void Discard()
    {
        if (_staged is { } id)
        {
            Staging.Discard(id);
            _staged = null;
        }
    }
}
