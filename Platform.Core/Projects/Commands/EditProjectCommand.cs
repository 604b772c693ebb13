using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Projects.Commands;

/// <summary>Changes a project's name and description.</summary>
public sealed class EditProjectCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid projectId, string name, string? description, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var project = await db.ProjectForAsync(actor, projectId, Permission.EditProject, cancellationToken);
        project.Describe(ProjectRules.Name(name), RequiredText.OrNull(description));
        await ProjectRules.RequireFreeNameAsync(db, project.DepartmentId, project.Name, projectId, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
