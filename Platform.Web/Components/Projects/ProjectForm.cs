using System.ComponentModel.DataAnnotations;
using Platform.Core.Projects.Model;

namespace Platform.Web.Components.Projects;

/// <summary>Name and description as typed.</summary>
public sealed class ProjectForm
{
    [Required, StringLength(Project.NameLength)]
    public string Name { get; set; } = "";

    public string? Description { get; set; }
}
