using System.Globalization;
using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Queries;
using Platform.Web.Components.Layout;

namespace Platform.Web.Components.Ontologies;

/// <summary>Moves a draft to another ontology version: rules, a preview by the code that does it, and the way back.</summary>
public sealed partial class OntologyMigrationPage
{
    private VersionDetails? _version;
    private IReadOnlyList<OntologyVersionSummary> _targets = [];
    private IReadOnlyList<OntologyMigrationView> _history = [];
    private Guid _targetId;
    private MigrationForm? _form;
    private MigrationUndoCheck? _undo;
    private bool _mayMigrate;
    private bool _previewing;
    private bool _confirming;

    [Parameter]
    public Guid VersionId { get; set; }

    /// <summary>The ontology version to move to, where a link names one.</summary>
    [SupplyParameterFromQuery]
    public Guid? To { get; set; }

    [Inject]
    public required DatasetQueries Datasets { get; init; }

    [Inject]
    public required OntologyQueries Ontologies { get; init; }

    [Inject]
    public required OntologyMigrationQueries Migrations { get; init; }

    [Inject]
    public required ApplyOntologyMigrationCommand Apply { get; init; }

    [Inject]
    public required UndoOntologyMigrationCommand Undo { get; init; }

    private string ApplyText => _form?.Preview is { } preview ? L["migration.apply.text", N(preview.Annotations), N(preview.Dropped)] : "";

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var actor = await ActorAsync();
        _version = await Datasets.GetVersionAsync(actor, VersionId, Left);
        var datasetUrl = $"{Root}/datasets/{VersionId}";
        var project = await ShowInProjectAsync(
            actor, new Crumb(L["nav.datasets"], $"{Root}/datasets"), new Crumb($"{_version.DatasetName} {_version.Version.VersionTag}", datasetUrl), new Crumb(L["migration.title"]));
        _mayMigrate = AccessPolicy.Allows(actor, Permission.EditOntology, project.DepartmentId) && !_version.Version.IsFrozen;
        _targets = [.. (await Ontologies.ListAsync(actor, ProjectId, Left)).Where(target => target.Id != _version.Version.OntologyVersionId)];
        _history = await Migrations.ListAsync(actor, VersionId, Left);
        _form = null;
        if (!_version.Version.IsFrozen && (_targets.FirstOrDefault(target => target.Id == To) ?? _targets.FirstOrDefault()) is { } chosen)
        {
            await ChooseAsync(chosen.Id);
        }
    }

    private async Task ChooseAsync(Guid targetId)
    {
        var actor = await ActorAsync();
        _targetId = targetId;
        var from = (await Ontologies.GetAsync(actor, _version!.Version.OntologyVersionId, Left)).Classes;
        var to = (await Ontologies.GetAsync(actor, targetId, Left)).Classes;
        var plan = await Migrations.SuggestAsync(actor, VersionId, targetId, Left);
        _form = MigrationForm.Of(from, to, plan, await Migrations.CountAsync(actor, VersionId, Left));
    }

    private async Task PreviewAsync()
    {
        _previewing = true;
        MigrationPreview? preview = null;
        if (await Operations.TryAsync(async actor => preview = await Migrations.PreviewAsync(actor, VersionId, _targetId, _form!.ToPlan(), Left)))
        {
            _form!.Seen(preview!);
        }

        _previewing = false;
    }

    private async Task ApplyAsync()
    {
        _confirming = false;
        var token = _form!.Preview!.Token;
        if (await Operations.TryAsync(actor => Apply.ExecuteAsync(actor, VersionId, _targetId, _form.ToPlan(), token, Left), L["migration.applied"]))
        {
            To = null;
            await LoadAsync();
        }
    }

    private async Task AskUndoAsync(OntologyMigrationView item) =>
        await Operations.TryAsync(async actor => _undo = await Migrations.CheckUndoAsync(actor, item.Id, Left));

    private async Task UndoAsync(bool keepLaterEdits)
    {
        var id = _undo!.MigrationId;
        if (await Operations.TryAsync(actor => Undo.ExecuteAsync(actor, id, keepLaterEdits, Left), L["migration.undone"]))
        {
            _undo = null;
            await LoadAsync();
        }
    }

    private static string PlanUrl(OntologyMigrationView item) => "data:application/json;charset=utf-8," + Uri.EscapeDataString(item.Plan);

    private static string N(int count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
