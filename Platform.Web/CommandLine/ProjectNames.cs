using Platform.Core.Projects.Queries;
using Platform.Core.Shared;

namespace Platform.Web.CommandLine;

/// <summary>A project as a person names it.</summary>
internal static class ProjectNames
{
    /// <param name="scope">The open platform.</param>
    /// <param name="project">Its name or id.</param>
    /// <param name="cancellation">By Ctrl+C.</param>
    public static async Task<ProjectSummary> FindAsync(CommandScope scope, string project, CancellationToken cancellation)
    {
        var projects = await scope.Get<ProjectQueries>().ListAsync(scope.Actor, cancellation);
        return projects.FirstOrDefault(item => item.Name == project || item.Id.ToString() == project) ?? throw new DomainRuleException(
            "project.name_unknown", $"There is no project '{project}'. The projects are: {string.Join(", ", projects.Select(item => item.Name))}.", project);
    }
}
