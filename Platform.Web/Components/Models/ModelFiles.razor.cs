using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Conversion;
using Platform.Web.Components.Shared;
using Platform.Web.Hosting;

namespace Platform.Web.Components.Models;

/// <summary>The files of a model version, the conversions that make more of them, and files that were made elsewhere.</summary>
public sealed partial class ModelFiles : IAsyncDisposable
{
    private readonly CancellationTokenSource _left = new();
    private bool _converting;
    private bool _uploading;
    private IReadOnlyList<ConversionJob> _jobs = [];

    [Inject]
    public required ConversionDesk Desk { get; init; }

    [Inject]
    public required DomainErrorText Errors { get; init; }

    [Inject]
    public required Operations Operations { get; init; }

    [Parameter, EditorRequired]
    public required ModelVersionSummary Version { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<ArtifactView> Artifacts { get; set; }

    [Parameter]
    public bool MayConvert { get; set; }

    /// <summary>There is another file.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        _left.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        await ListAsync();
        foreach (var running in _jobs.Where(job => !job.IsEnded))
        {
            _ = WatchAsync(running.Id);
        }
    }

    private string StepText(ConversionJob job)
    {
        var step = L["convert.step." + EnumText<ConversionStep>.ToText(job.Step)];
        return job.Total == 0 ? step : $"{step} ({job.Done}/{job.Total})";
    }

    private string? DifferenceTitle(ArtifactFacts facts)
    {
        if (facts is { Tool: { } tool })
        {
            return L["artifact.difference.tool", tool];
        }

        return facts is { MaxDifference: { } byOutput }
            ? string.Join(", ", byOutput.Select(pair => string.Create(CultureInfo.CurrentCulture, $"{pair.Key} {pair.Value:0.0e+0}")))
            : null;
    }

    private async Task StartedAsync(Guid jobId)
    {
        _converting = false;
        await ListAsync();
        _ = WatchAsync(jobId);
    }

    private async Task UploadedAsync()
    {
        _uploading = false;
        await OnChanged.InvokeAsync();
    }

    private Task ListAsync() => Operations.TryAsync(async actor => _jobs = await Desk.ListAsync(actor, Version.Id, _left.Token));

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
            await InvokeAsync(async () =>
            {
                _jobs = [.. _jobs.Select(job => job.Id == id ? changed : job)];
                StateHasChanged();
                if (changed.ArtifactId is not null && changed.IsEnded)
                {
                    await OnChanged.InvokeAsync();
                }
            });
        }
    });
}
