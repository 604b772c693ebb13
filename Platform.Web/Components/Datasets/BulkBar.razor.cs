using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Model;
using Platform.Core.Reviews.Commands;
using Platform.Core.Shared;
using Platform.Web.Components.Shared;

namespace Platform.Web.Components.Datasets;

/// <summary>
/// Changes of many chosen images. They go part by part, so that progress shows, others get their turn and a person can stop; what was done until then stays. Splits, tags and
/// deleted images can be put back as they were, until the next change or until the page is left; what was deleted lies in the version's trash beyond that.
/// </summary>
public sealed partial class BulkBar : IDisposable
{
    private const int AtOnce = 2000;

    private readonly CancellationTokenSource _left = new();
    private CancellationTokenSource? _stop;
    private IReadOnlyList<Person> _people = [];
    private BulkWork? _work;
    private BulkUndo? _undo;
    private string _tag = "";
    private int? _deleted;
    private bool _annotating;

    [Inject]
    public required WorkQueries Work { get; init; }

    [Inject]
    public required AssetFacetQueries Facets { get; init; }

    [Inject]
    public required MoveAssetsCommand Move { get; init; }

    [Inject]
    public required TagAssetsCommand Tag { get; init; }

    [Inject]
    public required UntagAssetsCommand Untag { get; init; }

    [Inject]
    public required AssignAssetsCommand Assign { get; init; }

    [Inject]
    public required SetWorkStateCommand SetState { get; init; }

    [Inject]
    public required DeleteAssetsCommand Delete { get; init; }

    [Inject]
    public required RestoreAssetsCommand Restore { get; init; }

    [Inject]
    public required Operations Operations { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Parameter, EditorRequired]
    public Guid VersionId { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlySet<Guid> Selected { get; set; }

    /// <summary>Images under the gallery's filter.</summary>
    [Parameter]
    public int Total { get; set; }

    [Parameter]
    public IReadOnlyList<string> Tags { get; set; } = [];

    [Parameter, EditorRequired]
    public Guid ProjectId { get; set; }

    /// <summary>The gallery's; a model annotates what it leaves where no image is selected.</summary>
    [Parameter]
    public AssetFilter? Filter { get; set; }

    [Parameter]
    public bool MayAnnotate { get; set; }

    [Parameter]
    public bool MayReview { get; set; }

    [Parameter]
    public EventCallback OnSelectAll { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    private bool IsEmpty => Selected.Count == 0;

    private string AnnotationScope =>
        IsEmpty ? L["auto.scope.filter", Total.ToString("N0", CultureInfo.CurrentCulture)] : L["auto.scope.selected", Selected.Count.ToString("N0", CultureInfo.CurrentCulture)];

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
        _stop?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (MayReview)
        {
            _people = await Work.ListAssigneesAsync(await Operations.ActorAsync(_left.Token), VersionId, _left.Token);
        }
    }

    private Task MoveAsync(SplitKind split)
    {
        var name = L["split." + EnumText<SplitKind>.ToText(split)];
        var undo = new BulkUndo(L["gallery.moveTo", name]);
        return RunAsync("gallery.moved", undo, async (actor, ids, cancellation) =>
        {
            foreach (var (from, moved) in await Move.ExecuteAsync(actor, VersionId, ids, split, cancellation))
            {
                undo.Add(moved, (who, part, stop) => Move.ExecuteAsync(who, VersionId, [.. part], from, stop));
            }
        });
    }

    private Task TagAsync()
    {
        var tag = _tag;
        var undo = new BulkUndo(L["bulk.tagOn", tag]);
        return RunAsync("bulk.tagged", undo, async (actor, ids, cancellation) =>
            undo.Add(await Tag.ExecuteAsync(actor, VersionId, ids, tag, cancellation), (who, part, stop) => Untag.ExecuteAsync(who, VersionId, [.. part], tag, stop)));
    }

    private Task UntagAsync()
    {
        var tag = _tag;
        var undo = new BulkUndo(L["bulk.tagOff", tag]);
        return RunAsync("bulk.untagged", undo, async (actor, ids, cancellation) =>
            undo.Add(await Untag.ExecuteAsync(actor, VersionId, ids, tag, cancellation), (who, part, stop) => Tag.ExecuteAsync(who, VersionId, [.. part], tag, stop)));
    }

    private Task AssignAsync(string? choice)
    {
        Guid? person = Guid.TryParse(choice, out var id) ? id : null;
        return string.IsNullOrEmpty(choice) ? Task.CompletedTask : RunAsync("work.assigned", null, (actor, ids, cancellation) => Assign.ExecuteAsync(actor, VersionId, ids, person, cancellation));
    }

    private Task SetStateAsync(string? choice) => string.IsNullOrEmpty(choice)
        ? Task.CompletedTask
        : RunAsync("work.changed", null, (actor, ids, cancellation) => SetState.ExecuteAsync(actor, VersionId, ids, EnumText<WorkState>.Parse(choice), null, cancellation));

    private Task AskDeleteAsync() => Operations.TryAsync(async actor => _deleted = await Facets.CountAnnotationsAsync(actor, VersionId, [.. Selected], _left.Token));

    private async Task DeleteAsync()
    {
        _deleted = null;
        var undo = new BulkUndo(L["bulk.deleted"]);
        await RunAsync("gallery.deleted", undo, async (actor, ids, cancellation) =>
        {
            await Delete.ExecuteAsync(actor, VersionId, ids, cancellation);
            undo.Add(ids, (who, part, stop) => Restore.ExecuteAsync(who, VersionId, [.. part], stop));
        });
        await OnClear.InvokeAsync();
    }

    private async Task UndoAsync()
    {
        var undo = _undo!;
        await RunPartsAsync(undo.Parts, undo.Count, null);
        Toasts.Success(L["bulk.undone", undo.Text]);
    }

    private async Task RunAsync(string success, BulkUndo? undo, Func<Actor, IReadOnlyList<Guid>, CancellationToken, Task> change)
    {
        var count = Selected.Count;
        if (await RunPartsAsync([.. Selected.Chunk(AtOnce).Select(ids => new BulkPart(ids, change))], count, undo))
        {
            Toasts.Success(L[success, count]);
        }
    }

    private async Task<bool> RunPartsAsync(IReadOnlyList<BulkPart> parts, int count, BulkUndo? undo)
    {
        _stop?.Dispose();
        _stop = CancellationTokenSource.CreateLinkedTokenSource(_left.Token);
        (_work, _undo) = (new BulkWork(0, count), null);
        var good = true;
        foreach (var part in parts)
        {
            good = !_stop.IsCancellationRequested && await Operations.TryAsync(actor => part.Change(actor, part.Ids, _stop.Token));
            if (!good)
            {
                break;
            }

            _work = _work with { Done = _work.Done + part.Ids.Count };
            StateHasChanged();
        }

        (_work, _undo) = (null, undo is { Count: > 0 } ? undo : null);
        await OnChanged.InvokeAsync();
        return good;
    }

    private Task StopAsync() => _stop?.CancelAsync() ?? Task.CompletedTask;

    /// <summary>How far a change is.</summary>
    private sealed record BulkWork(int Done, int Count)
    {
        public double Share => Count == 0 ? 0 : (double)Done / Count;

        public string Text => string.Create(CultureInfo.CurrentCulture, $"{Done:N0} / {Count:N0}");
    }

    private sealed record BulkPart(IReadOnlyList<Guid> Ids, Func<Actor, IReadOnlyList<Guid>, CancellationToken, Task> Change);

    /// <summary>What puts back how it was.</summary>
    private sealed class BulkUndo(string text)
    {
        private readonly List<BulkPart> _parts = [];

        public string Text => text;

        public IReadOnlyList<BulkPart> Parts => _parts;

        public int Count => _parts.Sum(part => part.Ids.Count);

        public void Add(IReadOnlyList<Guid> ids, Func<Actor, IReadOnlyList<Guid>, CancellationToken, Task> change)
        {
            if (ids.Count > 0)
            {
                _parts.Add(new BulkPart(ids, change));
            }
        }
    }
}
