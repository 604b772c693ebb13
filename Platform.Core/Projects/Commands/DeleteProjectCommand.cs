using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Projects.Commands;

/// <summary>Deletes an empty project; one that holds anything says what.</summary>
public sealed class DeleteProjectCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var project = await db.ProjectForAsync(actor, projectId, Permission.EditProject, cancellationToken);
        (string What, int Count)[] holds =
        [
            ("datasets", await db.Datasets.CountAsync(dataset => dataset.ProjectId == projectId, cancellationToken)),
            ("ontology versions", await db.OntologyVersions.CountAsync(ontology => ontology.ProjectId == projectId, cancellationToken)),
            ("models", await db.Models.CountAsync(model => model.ProjectId == projectId, cancellationToken)),
            ("LLM sessions", await db.LlmSessions.CountAsync(session => session.ProjectId == projectId, cancellationToken)),
        ];
        var references = string.Join(", ", holds.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.What}"));
        if (references.Length > 0)
        {
            throw new DomainRuleException("project.referenced", $"The project still holds {references}. Nothing was deleted; remove them first.", references);
        }

        db.Record(actor, AuditActions.ProjectDeleted, AuditSubjects.Of(project));
        db.Remove(project);
        await db.SaveChangesAsync(cancellationToken);
    }
}
