using Microsoft.AspNetCore.Components;
using Platform.Core.Access;
using Platform.Core.Projects.Queries;
using Platform.Web.Components.Layout;

namespace Platform.Web.Components.Shared;

/// <summary>A page inside a project: the sidebar shows the project's areas and the breadcrumb starts with it.</summary>
public abstract class ProjectPage : PlatformPage
{
    [Parameter]
    public Guid ProjectId { get; set; }

    [Inject]
    public required ProjectQueries Projects { get; init; }

    protected string Root => $"/projects/{ProjectId}";

    /// <summary>Places the page in the shell; refuses projects that the person may not see.</summary>
    protected async Task<ProjectSummary> ShowInProjectAsync(Actor actor, params IReadOnlyList<Crumb> crumbs)
    {
        var project = await Projects.GetAsync(actor, ProjectId, Left);
        Shell.Show(project.Id, project.Name, [new Crumb(project.Name, Root), .. crumbs]);
        return project;
    }
}
