using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Assets;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Reviews;
using Platform.Core.Reviews.Commands;
using Platform.Core.Reviews.Queries;
using Platform.Core.Shared;
using Platform.Web.Components.Annotation;
using Platform.Web.Components.Layout;
using Platform.Web.Components.Shared;

namespace Platform.Web.Components.Datasets;

/// <summary>Hosts the canvas for one image and pages through the others of the gallery's filter. Shapes never pass through here.</summary>
public sealed partial class AnnotatePage
{
    private const int StripBefore = 3;
    private const int StripSize = 40;
    private const int MostAround = 1000;

    private readonly EventCallback<CanvasSnapshot> _watch;
    private AssetDetails? _asset;
    private AssetPulse _pulse = new(0, new AssetWork(WorkState.Unlabelled, null), 0);
    private QueueLead? _lead;
    private AssetNeighbours _neighbours = new(null, null, 0, 0);
    private IReadOnlyList<CanvasClass> _classes = [];
    private IReadOnlyList<AssetListItem> _strip = [];
    private IReadOnlyList<Guid> _ahead = [];
    private AnnotationCanvas? _canvas;
    private Guid _shown;
    private Guid _ontology;
    private string? _reason;
    private string? _heardState;
    private bool _mayAnnotate;
    private bool _mayReview;
    private bool _busy;
    private Panel _panel;
    private string _userKey = "";

    // Without a receiver: the canvas tells of itself several times a second, and few of these tell the page anything.
    public AnnotatePage() => _watch = new EventCallback<CanvasSnapshot>(null, (Func<CanvasSnapshot, Task>)WatchAsync);

    /// <summary>The dialog that is open.</summary>
    public enum Panel
    {
        None,
        Comments,
        Reject,
    }

    [Parameter]
    public Guid AssetId { get; set; }

    /// <summary>A shape to point out when the image opens.</summary>
    [SupplyParameterFromQuery(Name = "object")]
    public Guid? ObjectId { get; set; }

    [Inject]
    public required AssetQueries Images { get; init; }

    [Inject]
    public required WorkQueries Queue { get; init; }

    [Inject]
    public required QueueLeadQueries Leads { get; init; }

    [Inject]
    public required CommentQueries Comments { get; init; }

    [Inject]
    public required SetWorkStateCommand SetState { get; init; }

    [Inject]
    public required DatasetQueries Datasets { get; init; }

    [Inject]
    public required OntologyQueries Ontologies { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    private GalleryQuery Query => GalleryQuery.Parse(Navigation.Uri);

    private string LeadText => _lead switch
    {
        { LowestConfidence: { } lowest } => L["work.lead.confidence", lowest.ToString("P0", CultureInfo.CurrentCulture)],
        { Rarest: { } rarest } => L["work.lead.rare", rarest.DisplayName, rarest.Count],
        { Models: { Apart: 0 } models } => L["work.lead.agree", models.Total],
        { Models: { } models } => L["work.lead.disagree", models.Apart, models.Total],
        _ => "",
    };

    private string? LeadTitle => _lead is { Models: { } models }
        ? L["work.lead.models", L["model.versionTitle", models.FirstModel, models.FirstNumber].Value, L["model.versionTitle", models.SecondModel, models.SecondNumber].Value].Value
        : null;

    private bool MayWork => _asset is { IsFrozen: false } && _mayAnnotate;

    private bool IsDone => _pulse.Work.State == WorkState.Done;

    private string VersionUrl => $"{Root}/datasets/{_asset!.DatasetVersionId}";

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == AssetId)
        {
            return;
        }

        _shown = AssetId;
        _panel = Panel.None;
        _heardState = null;
        var actor = await ActorAsync();
        var asset = await Images.GetAsync(actor, AssetId, Left);
        _neighbours = await Images.GetNeighboursAsync(actor, AssetId, Query.ToFilter(actor), Left);
        _lead = await Leads.FindAsync(actor, AssetId, Query.ToFilter(actor).Order, Left);
        if (asset.OntologyVersionId != _ontology)
        {
            _ontology = asset.OntologyVersionId;
            var ontology = await Ontologies.GetAsync(actor, _ontology, Left);
            _classes = [.. ontology.Classes.Select(CanvasClass.Of)];
        }

        await ShowPulseAsync(actor);
        await ShowStripAsync(actor);
        await PlaceAsync(actor, asset);
        _asset = asset;
    }

    protected override void Dispose(bool disposing)
    {
        Shell.LeaveFullBleed();
        base.Dispose(disposing);
    }

    private async Task PlaceAsync(Actor actor, AssetDetails asset)
    {
        _userKey = actor.UserId.ToString();
        var version = await Datasets.GetVersionAsync(actor, asset.DatasetVersionId, Left);
        var project = await ShowInProjectAsync(
            actor,
            new Crumb(L["nav.datasets"], $"{Root}/datasets"),
            new Crumb($"{version.DatasetName} {version.Version.VersionTag}", $"{Root}/datasets/{asset.DatasetVersionId}"),
            new Crumb(asset.FileName));
        Shell.EnterFullBleed();
        _mayAnnotate = AccessPolicy.Allows(actor, Permission.Annotate, project.DepartmentId);
        _mayReview = AccessPolicy.Allows(actor, Permission.Review, project.DepartmentId);
    }

    private async Task ShowPulseAsync(Actor actor)
    {
        _pulse = await Queue.GetPulseAsync(actor, AssetId, Left);
        _reason = _pulse is { Work.State: WorkState.Rejected, OpenComments: > 0 }
            ? (await Comments.ListAsync(actor, AssetId, Left)).LastOrDefault(comment => comment.ResolvedAt is null)?.Text
            : null;
    }

    private async Task RefreshAsync()
    {
        await ShowPulseAsync(await ActorAsync());
        StateHasChanged();
    }

    // A save may have begun the work, or taken it up again; and the canvas hears within seconds what others judge.
    private Task WatchAsync(CanvasSnapshot snapshot)
    {
        if (snapshot.AssetId != AssetId || (snapshot.Revision == _pulse.Revision && snapshot.WorkState == _heardState))
        {
            return Task.CompletedTask;
        }

        _heardState = snapshot.WorkState;
        return InvokeAsync(() => HearAsync(snapshot.WorkState));
    }

    // What this person just set stands on the canvas before the server has it: it is shown, too.
    private async Task HearAsync(string? state)
    {
        await ShowPulseAsync(await ActorAsync());
        if (state is not null && EnumText<WorkState>.All.Contains(state))
        {
            var heard = EnumText<WorkState>.Parse(state);
            _pulse = _pulse with { Work = _pulse.Work with { State = heard } };
            Mark(heard);
        }

        StateHasChanged();
    }

    // The strip stands still while one pages inside it, and moves on when its end comes near.
    private async Task ShowStripAsync(Actor actor)
    {
        var index = _strip.TakeWhile(item => item.Id != AssetId).Count();
        var isNearEnd = index >= _strip.Count - StripBefore && _neighbours.Next is not null;
        if (index == _strip.Count || isNearEnd || (index == 0 && _neighbours.Previous is not null))
        {
            _strip = await Images.ListAroundAsync(actor, AssetId, Query.ToFilter(actor), StripBefore, StripSize, Left);
        }

        // A video's bytes are no picture to fetch ahead.
        _ahead = [.. _strip.SkipWhile(item => item.Id != AssetId).Skip(1).Take(2).Where(item => item.Type == AssetType.Image).Select(item => item.Id)];
    }

    // Only images: what is copied to a video would need a frame.
    private async Task<CanvasNeighbours> ListAroundAsync()
    {
        var actor = await ActorAsync();
        var around = await Images.ListAroundAsync(actor, AssetId, Query.ToFilter(actor) with { Type = AssetType.Image }, MostAround, MostAround, Left);
        var ids = around.Select(item => item.Id).ToList();
        var here = ids.IndexOf(AssetId);
        return new CanvasNeighbours([.. ids.Take(here).Reverse()], [.. ids.Skip(here + 1)]);
    }

    /// <summary>Saves what is under way, sets the state and opens the next image of the queue.</summary>
    private async Task FinishAsync(WorkState state, string? comment = null)
    {
        if (_busy || !MayWork)
        {
            return;
        }

        _busy = true;
        _panel = Panel.None;
        var unsaved = await _canvas!.FlushAsync();
        if (unsaved > 0)
        {
            Toasts.Error(L["work.unsaved", unsaved]);
        }
        else if (await Operations.TryAsync(actor => SetState.ExecuteAsync(actor, AssetId, state, comment is null ? null : new NewComment(comment), null, Left)))
        {
            Mark(state);
            await GoOnAsync();
        }

        _busy = false;
    }

    private async Task GoOnAsync()
    {
        var actor = await ActorAsync();
        await ShowPulseAsync(actor);
        Mark(_pulse.Work.State);
        if (await Queue.GetNextInQueueAsync(actor, AssetId, Query.ToFilter(actor), _neighbours.Cursor, Left) is { } next)
        {
            Go(next);
        }
        else
        {
            Toasts.Success(L["work.queueDone"]);
        }
    }

    private void Mark(WorkState state) => _strip = [.. _strip.Select(item => item.Id == AssetId ? item with { WorkState = state } : item)];

    private async Task NavigateAsync(CanvasDirection direction)
    {
        switch (direction)
        {
            case CanvasDirection.NextInQueue:
                await GoOnAsync();
                break;
            case CanvasDirection.NextUnlabelled:
                await GoToUnlabelledAsync();
                break;
            case CanvasDirection.Next or CanvasDirection.Previous:
                Go(direction == CanvasDirection.Previous ? _neighbours.Previous : _neighbours.Next);
                break;
            default:
                await GoByContentAsync(direction);
                break;
        }
    }

    private async Task GoToUnlabelledAsync()
    {
        var actor = await ActorAsync();
        var filter = Query.ToFilter(actor);
        var unlabelled = filter with { WorkStates = [WorkState.Unlabelled], Assignee = filter.Assignee ?? new AssigneeFilter(actor.UserId, OrNobody: true) };
        if (await Queue.GetNextInQueueAsync(actor, AssetId, unlabelled, _neighbours.Cursor, Left) is { } next)
        {
            Go(next);
        }
        else
        {
            Toasts.Success(L["work.queueDone"]);
        }
    }

    private async Task GoByContentAsync(CanvasDirection direction)
    {
        var actor = await ActorAsync();
        var isAnnotated = direction is CanvasDirection.NextAnnotated or CanvasDirection.PreviousAnnotated;
        var around = await Images.GetNeighboursAsync(actor, AssetId, Query.ToFilter(actor) with { HasAnnotations = isAnnotated }, Left);
        var target = direction is CanvasDirection.NextAnnotated or CanvasDirection.NextEmpty ? around.Next : around.Previous;
        if (target is null)
        {
            Toasts.Info(L[isAnnotated ? "annotate.noMoreAnnotated" : "annotate.noMoreEmpty"]);
        }

        Go(target);
    }

    private async Task<CanvasProgress> ReadProgressAsync()
    {
        var actor = await ActorAsync();
        var progress = await Queue.GetProgressAsync(actor, AssetId, Query.ToFilter(actor), Left);
        return new CanvasProgress(progress.Done, progress.Total, _neighbours.Position);
    }

    private void Go(Guid? assetId)
    {
        if (assetId is { } id)
        {
            Navigation.NavigateTo(AssetUrl(id));
        }
    }

    private string AssetUrl(Guid id) => $"{Root}/annotate/{id}{Query.ToUrl()}";
}
