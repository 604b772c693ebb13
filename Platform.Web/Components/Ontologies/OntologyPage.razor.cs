using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Queries;
using Platform.Web.Components.Layout;

namespace Platform.Web.Components.Ontologies;

/// <summary>The ontology editor: versions, and the classes of the one shown.</summary>
public sealed partial class OntologyPage
{
    private const int MaxPictures = 24;

    private readonly ClassList _list = new();
    private IReadOnlyList<OntologyVersionSummary>? _versions;
    private OntologyVersionDetails? _shown;
    private IReadOnlyList<StagePicture> _pictures = [];
    private IReadOnlyList<UsedClassChange> _usedChanges = [];
    private OntologyUse? _use;
    private OntologyVersionSummary? _copying;
    private OntologyVersionSummary? _renaming;
    private bool _mayEdit;
    private bool _saving;
    private bool _confirmingFreeze;
    private bool _importing;
    private string _tag = "";

    [Inject]
    public required OntologyQueries Ontologies { get; init; }

    [Inject]
    public required OntologyUseQueries Uses { get; init; }

    [Inject]
    public required SamplePictureQueries Images { get; init; }

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

    [Inject]
    public required RenameOntologyVersionCommand Rename { get; init; }

    /// <summary>The version to show first; without it the project's default.</summary>
    [SupplyParameterFromQuery(Name = "version")]
    public Guid? Version { get; set; }

    private string NextTag => string.Create(CultureInfo.InvariantCulture, $"v{(_versions?.Count ?? 0) + 1}");

    protected override async Task OnInitializedAsync()
    {
        var actor = await ActorAsync();
        var project = await ShowInProjectAsync(actor, new Crumb(L["nav.ontology"]));
        _mayEdit = AccessPolicy.Allows(actor, Permission.EditOntology, project.DepartmentId);
        _pictures = [.. (await Images.ListAsync(actor, ProjectId, MaxPictures, Left)).Select(StagePicture.Of)];
        await LoadAsync(Version ?? project.DefaultOntologyVersionId);
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

    /// <summary>Saves at once, unless a class that shapes use would be deleted or changed: then it first says where it is used.</summary>
    private async Task AskSaveAsync()
    {
        if (await Operations.TryAsync(async actor => _use = await Uses.GetAsync(actor, _shown!.Summary.Id, Left)))
        {
            _usedChanges = UsedClassChange.Between(_shown!.Classes, _list.Rows, _use!);
            if (_usedChanges.Count == 0)
            {
                await SaveAsync();
            }
        }
    }

    private async Task SaveAsync()
    {
        _usedChanges = [];
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

    private void OpenCopy(OntologyVersionSummary version) => (_copying, _tag) = (version, NextTag);

    private void OpenRename(OntologyVersionSummary version) => (_renaming, _tag) = (version, version.VersionTag);

    private void CopyInstead()
    {
        _usedChanges = [];
        OpenCopy(_shown!.Summary);
    }

    private async Task CopyAsync()
    {
        var id = Guid.Empty;
        if (await Operations.TryAsync(async actor => id = await Copy.ExecuteAsync(actor, _copying!.Id, _tag, Left), L["ontology.copied", _tag]))
        {
            _copying = null;
            await LoadAsync(id);
        }
    }

    private async Task RenameAsync()
    {
        if (await Operations.TryAsync(actor => Rename.ExecuteAsync(actor, _renaming!.Id, _tag, Left), L["ontology.renamed"]))
        {
            _renaming = null;
            _versions = await Ontologies.ListAsync(await ActorAsync(), ProjectId, Left);
            _shown = _shown! with { Summary = _versions.First(version => version.Id == _shown.Summary.Id) };
        }
    }

    private async Task ShowImportedAsync(Guid versionId)
    {
        _importing = false;
        await LoadAsync(versionId);
    }

    private async Task SetDefaultAsync()
    {
        await Operations.TryAsync(actor => SetDefault.ExecuteAsync(actor, _shown!.Summary.Id, Left));
        await LoadAsync(_shown!.Summary.Id);
    }

    private int IndexOf(ClassRow row) => _list.Rows.TakeWhile(other => other != row).Count();
}
