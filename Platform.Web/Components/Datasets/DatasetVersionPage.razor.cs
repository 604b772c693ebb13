using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Web.Components.Layout;
using Platform.Web.Components.Shared;

namespace Platform.Web.Components.Datasets;

/// <summary>One version of a dataset: its pictures, and the way from upload to freeze.</summary>
public sealed partial class DatasetVersionPage
{
    private VersionDetails? _details;
    private IReadOnlyList<VersionSummary> _versions = [];
    private Guid _shown;
    private bool _mayEdit;
    private bool _mayFreeze;
    private bool _mayEditOntology;
    private bool _mayAnnotate;
    private bool _mayReview;
    private bool _busy;
    private bool _verifying;
    private Panel _panel;
    private int _refresh;
    private int _trashed;

    /// <summary>The dialog that is open.</summary>
    public enum Panel
    {
        None,
        Upload,
        Import,
        Auto,
        Split,
        Freeze,
    }

    [Parameter]
    public Guid VersionId { get; set; }

    [Inject]
    public required DatasetQueries Datasets { get; init; }

    [Inject]
    public required TrashQueries Trash { get; init; }

    [Inject]
    public required CreateDraftVersionCommand CreateDraft { get; init; }

    [Inject]
    public required VerifyDatasetVersionCommand Verify { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    private VersionSummary Version => _details!.Version;

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != VersionId)
        {
            _shown = VersionId;
            await ReloadAsync();
        }
    }

    private async Task ReloadAsync()
    {
        var actor = await ActorAsync();
        _details = await Datasets.GetVersionAsync(actor, VersionId, Left);
        _trashed = await Trash.CountAsync(actor, VersionId, Left);
        _versions = await Datasets.ListVersionsAsync(actor, Version.DatasetId, Left);
        var project = await ShowInProjectAsync(actor, new Crumb(L["nav.datasets"], $"{Root}/datasets"), new Crumb($"{_details.DatasetName} {Version.VersionTag}"));
        _mayEdit = AccessPolicy.Allows(actor, Permission.UploadAssets, project.DepartmentId);
        _mayFreeze = AccessPolicy.Allows(actor, Permission.FreezeDataset, project.DepartmentId);
        _mayEditOntology = AccessPolicy.Allows(actor, Permission.EditOntology, project.DepartmentId);
        _mayAnnotate = AccessPolicy.Allows(actor, Permission.Annotate, project.DepartmentId);
        _mayReview = AccessPolicy.Allows(actor, Permission.Review, project.DepartmentId);
        _refresh++;
    }

    private void Show(Panel panel) => _panel = panel;

    private async Task CloseAsync()
    {
        _panel = Panel.None;
        await ReloadAsync();
    }

    private async Task CreateDraftAsync()
    {
        _busy = true;
        var id = Guid.Empty;
        if (await Operations.TryAsync(async actor => id = await CreateDraft.ExecuteAsync(actor, VersionId, null, Left), L["version.draftCreated"]))
        {
            Navigation.NavigateTo(VersionUrl(id));
        }

        _busy = false;
    }

    private async Task VerifyAsync()
    {
        _verifying = true;
        VersionVerification? result = null;
        if (await Operations.TryAsync(async actor => result = await Verify.ExecuteAsync(actor, VersionId, includeBytes: true, Left)))
        {
            if (result!.IsIntact)
            {
                Toasts.Success(L["version.intact"]);
            }
            else
            {
                Toasts.Error(L["version.damaged", result.DamagedFiles.Count]);
            }
        }

        _verifying = false;
    }

    private string VersionUrl(Guid id) => $"{Root}/datasets/{id}";
}
