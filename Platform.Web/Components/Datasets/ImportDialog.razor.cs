using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Jobs;
using Platform.Core.Interchange.Voc;
using Platform.Core.Jobs;
using Platform.Web.Components.Shared;
using Platform.Web.Endpoints;
using Platform.Web.Hosting;

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
    private readonly Dictionary<string, string?> _map = new(StringComparer.Ordinal);
    private CancellationTokenSource _preview = new();
    private IReadOnlyList<ManifestClass> _classes = [];
    private VocOrigin _vocOrigin;
    private Guid? _job;
    private bool _stopAsked;
    private double _progress;
    private int _images;
    private int _total;
    private bool _withImages;
    private bool _keepDuplicates;
    private bool _applySplits;
    private bool _busy;
    private bool _importing;
    private bool _done;

    // Inside the dialog, since a notice would lie behind its backdrop.
    private string? _stopped;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required StagedImports Staging { get; init; }

    [Inject]
    public required ImportQueries Previews { get; init; }

    [Inject]
    public required InterchangeDesk Desk { get; init; }

    [Inject]
    public required DatasetContentQueries Content { get; init; }

    [Inject]
    public required DomainErrorText Errors { get; init; }

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

    private ImportRequest Request => new(
        Enum.TryParse<InterchangeFormat>(_format, out var format) ? format : null, new ImportOptions { VocOrigin = _vocOrigin }, new Dictionary<string, string?>(_map), _existing, _applySplits)
    {
        KeepDuplicates = _keepDuplicates,
    };

    [JSInvokable]
    public Task FilesStaged(Guid id) => InvokeAsync(async () =>
    {
        (_staged, _stopped) = (id, null);
        await PreviewAsync();
        StateHasChanged();
    });

    public async ValueTask DisposeAsync()
    {
        Discard();
        await _preview.CancelAsync();
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
        // The newest choice counts; a preview that is still reading is of no use any more.
        await _preview.CancelAsync();
        _preview = new CancellationTokenSource();
        var mine = _preview.Token;
        (_busy, _report) = (true, null);
        Show(0, 0);
        await Operations.TryAsync(async actor =>
        {
            _classes = await Content.ListClassesAsync(actor, VersionId, mine);
            using var source = Staging.Get(actor.UserId, _staged!.Value).Open();
            var report = await Previews.PreviewAsync(actor, VersionId, source.Source, Request, new Progress<ImportProgress>(progress => Show(progress.Images, progress.Total)), mine);
            _report = mine.IsCancellationRequested ? _report : report;
        });
        _busy = mine.IsCancellationRequested && _busy;
    }

    private Task ChangeAsync(Action change)
    {
        change();
        return PreviewAsync();
    }

    private async Task ImportAsync()
    {
        (_importing, _busy, _stopAsked) = (true, true, false);
        Show(0, 0);
        InterchangeJob? ended = null;
        await Operations.TryAsync(async actor =>
        {
            var job = await Desk.ImportFilesAsync(actor, VersionId, Request, Staging.Get(actor.UserId, _staged!.Value).Files, _withImages, dryRun: false, CancellationToken.None);
            _job = job.Id;
            if (_stopAsked)
            {
                await Desk.CancelAsync(actor, job.Id, CancellationToken.None);
            }

            await foreach (var changed in await Desk.WatchAsync(actor, job.Id, CancellationToken.None))
            {
                ended = changed;
                Show(changed.Done, changed.Total);
            }

            _report = (await Desk.ReportAsync(actor, job.Id, CancellationToken.None))?.Annotations ?? _report;
        });
        (_importing, _busy, _job) = (false, false, null);
        _done = ended?.State == JobState.Completed;
        if (ended is { State: not JobState.Completed })
        {
            // The job took the files along; what is not imported is sent again.
            StartOver();
            _stopped = L["import.stopped", ended.Reason is { } reason ? Errors.Of(reason) : ended.Message ?? ""];
        }
    }

    // The button is there a moment before the job is.
    private Task StopAsync()
    {
        _stopAsked = true;
        return Operations.TryAsync(actor => _job is { } id ? Desk.CancelAsync(actor, id, CancellationToken.None) : Task.CompletedTask);
    }

    private void Show(int images, int total) => InvokeAsync(() =>
    {
        (_images, _total, _progress) = (images, total, total == 0 ? 0 : (double)images / total);
        StateHasChanged();
    });

    private void StartOver()
    {
        Discard();
        (_report, _done, _attached, _stopped) = (null, false, false, null);
        _map.Clear();
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
