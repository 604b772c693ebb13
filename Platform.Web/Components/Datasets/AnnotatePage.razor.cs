using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Shared;
using Platform.Web.Components.Annotation;
using Platform.Web.Components.Layout;

namespace Platform.Web.Components.Datasets;

/// <summary>Hosts the canvas for one image and pages through the others of the gallery's filter. Shapes never pass through here.</summary>
public sealed partial class AnnotatePage
{
    private const int StripBefore = 3;
    private const int StripSize = 40;
    private const int MostAround = 1000;

    private AssetDetails? _asset;
    private AssetNeighbours _neighbours = new(null, null, 0, 0);
    private IReadOnlyList<CanvasClass> _classes = [];
    private IReadOnlyList<AssetListItem> _strip = [];
    private IReadOnlyList<Guid> _ahead = [];
    private Guid _shown;
    private Guid _ontology;
    private bool _mayAnnotate;
    private string _userKey = "";

    [Parameter]
    public Guid AssetId { get; set; }

    [SupplyParameterFromQuery]
    public string? Split { get; set; }

    [SupplyParameterFromQuery]
    public Guid? Class { get; set; }

    [SupplyParameterFromQuery]
    public string? State { get; set; }

    [SupplyParameterFromQuery]
    public string? Text { get; set; }

    [Inject]
    public required AssetQueries Images { get; init; }

    [Inject]
    public required DatasetQueries Datasets { get; init; }

    [Inject]
    public required OntologyQueries Ontologies { get; init; }

    private AssetFilter Filter => new(
        string.IsNullOrEmpty(Split) ? null : EnumText<SplitKind>.Parse(Split), Class, State switch { "annotated" => true, "empty" => false, _ => null }, State == "pending" ? ReviewState.Pending : null, Text);

    private string VersionUrl => $"{Root}/datasets/{_asset!.DatasetVersionId}";

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == AssetId)
        {
            return;
        }

        _shown = AssetId;
        var actor = await ActorAsync();
        var asset = await Images.GetAsync(actor, AssetId, Left);
        _neighbours = await Images.GetNeighboursAsync(actor, AssetId, Filter, Left);
        if (asset.OntologyVersionId != _ontology)
        {
            _ontology = asset.OntologyVersionId;
            var ontology = await Ontologies.GetAsync(actor, _ontology, Left);
            _classes = [.. ontology.Classes.Select(CanvasClass.Of)];
        }

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
    }

    // The strip stands still while one pages inside it, and moves on when its end comes near.
    private async Task ShowStripAsync(Actor actor)
    {
        var index = _strip.TakeWhile(item => item.Id != AssetId).Count();
        var isNearEnd = index >= _strip.Count - StripBefore && _neighbours.Next is not null;
        if (index == _strip.Count || isNearEnd || (index == 0 && _neighbours.Previous is not null))
        {
            _strip = await Images.ListAroundAsync(actor, AssetId, Filter, StripBefore, StripSize, Left);
        }

        // A video's bytes are no picture to fetch ahead.
        _ahead = [.. _strip.SkipWhile(item => item.Id != AssetId).Skip(1).Take(2).Where(item => item.Type == AssetType.Image).Select(item => item.Id)];
    }

    // Only images: what is copied to a video would need a frame.
    private async Task<CanvasNeighbours> ListAroundAsync()
    {
        var around = await Images.ListAroundAsync(await ActorAsync(), AssetId, Filter with { Type = AssetType.Image }, MostAround, MostAround, Left);
        var ids = around.Select(item => item.Id).ToList();
        var here = ids.IndexOf(AssetId);
        return new CanvasNeighbours([.. ids.Take(here).Reverse()], [.. ids.Skip(here + 1)]);
    }

    private void Navigate(CanvasDirection direction) => Go(direction == CanvasDirection.Next ? _neighbours.Next : _neighbours.Previous);

    private void Go(Guid? assetId)
    {
        if (assetId is { } id)
        {
            Navigation.NavigateTo(AssetUrl(id));
        }
    }

    private string AssetUrl(Guid id)
    {
        var query = new Uri(Navigation.Uri).Query;
        return $"{Root}/annotate/{id}{query}";
    }
}
