using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Assets.Queries;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Queries;
using Platform.Web.Components.Layout;

namespace Platform.Web.Components.Ontologies;

/// <summary>The ontology editor: versions, and the classes of the one shown.</summary>
public sealed partial class OntologyPage
{
    private const int MaxPictures = 12;

    private readonly ClassList _list = new();
    private IReadOnlyList<OntologyVersionSummary>? _versions;
    private OntologyVersionDetails? _shown;
    private IReadOnlyList<string> _pictures = [];
    private bool _mayEdit;
    private bool _saving;
    private bool _confirmingFreeze;
    private bool _copying;
    private string _copyTag = "";

    [Inject]
    public required OntologyQueries Ontologies { get; init; }

    [Inject]
    public required AssetQueries Images { get; init; }

    [Inject]
    public required CreateOntologyVersionCommand Create { get; init; }

    [Inject]
    public required SaveLabelClassesCommand Save { get; init; }

    [Inject]
    public required CopyOntologyVersionCommand Copy { get; init; }

    [Inject]
    public required FreezeOntologyVersionCommand Freeze { get; init; }

    [Inject]
    public required SetDefaultOntologyCommand SetDefault { get; init; }

    protected override async Task OnInitializedAsync()
    {
        var actor = await ActorAsync();
        var project = await ShowInProjectAsync(actor, new Crumb(L["nav.ontology"]));
        _mayEdit = AccessPolicy.Allows(actor, Permission.EditOntology, project.DepartmentId);
        _pictures = [.. (await Images.ListSamplesAsync(actor, ProjectId, MaxPictures, Left)).Select(id => $"/api/assets/{id}/thumbnail?size=1024")];
        await LoadAsync(project.DefaultOntologyVersionId);
    }

    private async Task LoadAsync(Guid? versionId)
    {
        _versions = await Ontologies.ListAsync(await ActorAsync(), ProjectId, Left);
        if ((_versions.FirstOrDefault(version => version.Id == versionId) ?? _versions.FirstOrDefault()) is { } chosen)
        {
            await ShowAsync(chosen.Id);
        }
    }

    private async Task ShowAsync(Guid versionId)
    {
        _shown = await Ontologies.GetAsync(await ActorAsync(), versionId, Left);
        _list.Load(_shown.Classes);
    }

    private async Task CreateAsync()
    {
        var id = Guid.Empty;
        if (await Operations.TryAsync(async actor => id = await Create.ExecuteAsync(actor, ProjectId, "v1", [], Left)))
        {
            await LoadAsync(id);
            _list.Add();
        }
    }

    private async Task SaveAsync()
    {
        _saving = true;
        if (await Operations.TryAsync(actor => Save.ExecuteAsync(actor, _shown!.Summary.Id, _list.Inputs(), Left), L["ontology.savedNow"]))
        {
            await LoadAsync(_shown!.Summary.Id);
        }

        _saving = false;
    }

    private async Task FreezeAsync()
    {
        _confirmingFreeze = false;
        var id = _shown!.Summary.Id;
        var done = await Operations.TryAsync(
            async actor =>
            {
                if (_list.IsChanged)
                {
                    await Save.ExecuteAsync(actor, id, _list.Inputs(), Left);
                }

                await Freeze.ExecuteAsync(actor, id, Left);
            },
            L["ontology.frozenNow"]);
        if (done)
        {
            await LoadAsync(id);
        }
    }

    private void OpenCopy()
    {
        _copyTag = string.Create(CultureInfo.InvariantCulture, $"v{_versions!.Count + 1}");
        _copying = true;
    }

    private async Task CopyAsync()
    {
        var id = Guid.Empty;
        if (await Operations.TryAsync(async actor => id = await Copy.ExecuteAsync(actor, _shown!.Summary.Id, _copyTag, Left), L["ontology.copied", _copyTag]))
        {
            _copying = false;
            await LoadAsync(id);
        }
    }

    private async Task SetDefaultAsync()
    {
        await Operations.TryAsync(actor => SetDefault.ExecuteAsync(actor, _shown!.Summary.Id, Left));
        await LoadAsync(_shown!.Summary.Id);
    }

    private int IndexOf(ClassRow row) => _list.Rows.TakeWhile(other => other != row).Count();
}
