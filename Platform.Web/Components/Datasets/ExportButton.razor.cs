using Microsoft.AspNetCore.Components;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Core.Interchange.Jobs;
using Platform.Core.Interchange.Queries;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Web.Components.Shared;
using Platform.Web.Hosting;

namespace Platform.Web.Components.Datasets;

/// <summary>Opens the export of a version: what each format loses, the start of an export, and the exports that are there to fetch.</summary>
public sealed partial class ExportButton : IAsyncDisposable
{
    private readonly CancellationTokenSource _left = new();
    private bool _open;
    private bool _counting;
    private bool _starting;
    private InterchangeFormat _format = InterchangeFormat.Coco;
    private YoloTask _yoloTask;
    private bool _withImages = true;
    private LossReport? _loss;
    private IReadOnlyList<InterchangeJob> _jobs = [];

    [Inject]
    public required ExportQueries Exports { get; init; }

    [Inject]
    public required InterchangeDesk Desk { get; init; }

    [Inject]
    public required DomainErrorText Errors { get; init; }

    [Inject]
    public required Operations Operations { get; init; }

    [Parameter, EditorRequired]
    public Guid VersionId { get; set; }

    private ExportRequest Request => new(_format, _withImages) { YoloTask = _yoloTask };

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        _left.Dispose();
    }

    private async Task OpenAsync()
    {
        _open = true;
        await ListAsync();
        foreach (var running in _jobs.Where(job => !job.IsEnded))
        {
            _ = WatchAsync(running.Id);
        }

        await CountAsync();
    }

    private void Close() => _open = false;

    private string DetailOf(Loss loss) => EnumText<ShapeType>.All.Append("tag").Contains(loss.Detail, StringComparer.Ordinal) ? L["shape." + loss.Detail] : loss.Detail;

    private Task ChangeAsync(Action change)
    {
        change();
        return CountAsync();
    }

    private async Task CountAsync()
    {
        var request = Request;
        (_counting, _loss) = (true, null);
        StateHasChanged();
        LossReport? loss = null;
        await Operations.TryAsync(async actor => loss = await Exports.LossAsync(actor, VersionId, request, _left.Token));

        // Somebody who chose on meanwhile waits for the answer to the last choice.
        if (request == Request)
        {
            (_counting, _loss) = (false, loss);
        }
    }

    private async Task StartAsync()
    {
        _starting = true;
        InterchangeJob? started = null;
        if (await Operations.TryAsync(async actor => started = await Desk.ExportAsync(actor, VersionId, Request, _left.Token)))
        {
            await ListAsync();
            _ = WatchAsync(started!.Id);
        }

        _starting = false;
    }

    private Task ListAsync() => Operations.TryAsync(async actor => _jobs = [.. (await Desk.ListAsync(actor, VersionId, _left.Token)).Where(job => job.Kind == JobKind.Export)]);

    private async Task CancelAsync(Guid id)
    {
        await Operations.TryAsync(actor => Desk.CancelAsync(actor, id, _left.Token));
        await ListAsync();
    }

    private async Task RestartAsync(Guid id)
    {
        if (await Operations.TryAsync(actor => Desk.RestartAsync(actor, id, _left.Token)))
        {
            await ListAsync();
            _ = WatchAsync(id);
        }
    }

    private Task WatchAsync(Guid id) => Operations.TryAsync(async actor =>
    {
        await foreach (var changed in await Desk.WatchAsync(actor, id, _left.Token))
        {
            await InvokeAsync(() =>
            {
                _jobs = [.. _jobs.Select(job => job.Id == id ? changed : job)];
                StateHasChanged();
            });
        }
    });
}
