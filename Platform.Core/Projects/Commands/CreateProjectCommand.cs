using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Projects.Model;
using Platform.Core.Shared;

namespace Platform.Core.Projects.Commands;

/// <summary>Creates a project of a department.</summary>
public sealed class CreateProjectCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <param name="actor">Becomes the project's creator.</param>
    /// <param name="name">Unique in the department.</param>
    /// <param name="description">May be empty.</param>
    /// <param name="departmentId">Null for the actor's own department; administrators may name another.</param>
    /// <param name="cancellationToken">Cancels before the project is stored.</param>
    /// <returns>The new project's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, string name, string? description, Guid? departmentId, CancellationToken cancellationToken)
    {
        var owner = departmentId ?? actor.DepartmentId;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.DepartmentForAsync(actor, owner, Permission.CreateProject, cancellationToken);
        var project = new Project(Ids.New(time), ProjectRules.Name(name), RequiredText.OrNull(description), owner, actor.UserId, time.GetUtcNow().UtcDateTime);
        await ProjectRules.RequireFreeNameAsync(db, owner, project.Name, null, cancellationToken);
        db.Add(project);
        await db.SaveChangesAsync(cancellationToken);
        return project.Id;
    }
}
