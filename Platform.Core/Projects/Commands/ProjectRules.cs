using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Projects.Model;
using Platform.Core.Shared;

namespace Platform.Core.Projects.Commands;

/// <summary>Checks that creating and editing share.</summary>
internal static class ProjectRules
{
    public static string Name(string name) => RequiredText.Of(name, "project name", Project.NameLength);

    public static async Task RequireFreeNameAsync(PlatformDbContext db, Guid departmentId, string name, Guid? exceptId, CancellationToken cancellationToken)
    {
        if (await db.Projects.AnyAsync(project => project.DepartmentId == departmentId && project.Name == name && project.Id != exceptId, cancellationToken))
        {
            throw new DomainRuleException("project.name_taken", $"The department has a project named '{name}' already. Choose another name.", name);
        }
    }
}
