using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Queries;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Projects.Commands;
using Platform.Core.Projects.Queries;
using Platform.Web.Components.Shared;

namespace Platform.Web.Components.Projects;

/// <summary>A project at a glance, and what to do next in it.</summary>
public sealed partial class OverviewPage
{
    private ProjectSummary? _project;
    private IReadOnlyList<ProjectStep>? _steps;
    private Guid _shown;
    private bool _mayEdit;
    private bool _editing;
    private bool _deleting;

    [Inject]
    public required OntologyQueries Ontologies { get; init; }

    [Inject]
    public required DatasetQueries Datasets { get; init; }

    [Inject]
    public required AssetQueries Images { get; init; }

    [Inject]
    public required ModelQueries Models { get; init; }

    [Inject]
    public required EditProjectCommand Edit { get; init; }

    [Inject]
    public required DemandReviewCommand DemandReview { get; init; }

    [Inject]
    public required DeleteProjectCommand Delete { get; init; }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != ProjectId)
        {
            _shown = ProjectId;
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        var actor = await ActorAsync();
        _project = await ShowInProjectAsync(actor);
        _mayEdit = AccessPolicy.Allows(actor, Permission.EditProject, _project.DepartmentId);
        _steps = (await ProgressAsync(actor, _project)).Steps(Root);
    }

    private async Task<ProjectProgress> ProgressAsync(Actor actor, ProjectSummary project)
    {
        var ontologies = await Ontologies.ListAsync(actor, ProjectId, Left);
        var datasets = await Datasets.ListAsync(actor, ProjectId, Left);
        var models = await Models.ProjectVersionsAsync(actor, ProjectId, Left);
        var (frozen, predicted) = (false, false);
        foreach (var dataset in datasets)
        {
            var versions = await Datasets.ListVersionsAsync(actor, dataset.Id, Left);
            frozen |= versions.Any(version => version.IsFrozen);
            foreach (var version in versions.Where(version => !version.IsFrozen && !predicted && models.Count > 0))
            {
                predicted = await Images.CountAsync(actor, version.Id, new AssetFilter(ReviewState: Core.Annotations.Model.ReviewState.Pending), Left) > 0;
            }
        }

        return new ProjectProgress
        {
            HasClasses = ontologies.Any(version => version.ClassCount > 0),
            HasDataset = datasets.Count > 0,
            HasImages = project.AssetCount > 0,
            HasAnnotations = project.AnnotationCount > 0,
            HasFrozenVersion = frozen,
            HasModelVersion = models.Any(version => version.IsFrozen),
            HasPredictions = predicted,
            DatasetVersionId = datasets.OrderByDescending(dataset => dataset.AssetCount).FirstOrDefault()?.LatestVersionId,
        };
    }

    private async Task EditAsync(ProjectForm form)
    {
        if (await Operations.TryAsync(actor => Edit.ExecuteAsync(actor, ProjectId, form.Name, form.Description, Left)))
        {
            _editing = false;
            await LoadAsync();
        }
    }

    private async Task DemandReviewAsync(bool demandsReview)
    {
        await Operations.TryAsync(actor => DemandReview.ExecuteAsync(actor, ProjectId, demandsReview, Left), L["overview.demandsReview.done"]);
        await LoadAsync();
    }

    private async Task DeleteAsync()
    {
        if (await Operations.TryAsync(actor => Delete.ExecuteAsync(actor, ProjectId, Left), L["overview.deleted"]))
        {
            Navigation.NavigateTo("/");
        }

        _deleting = false;
    }
}
