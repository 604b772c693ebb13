using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;

namespace Platform.Core.Ontologies.Commands;

/// <summary>Makes a version the one that new datasets of its project start with.</summary>
public sealed class SetDefaultOntologyCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid ontologyVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db.OntologyForAsync(actor, ontologyVersionId, Permission.EditOntology, cancellationToken);
        var project = await db.ProjectForAsync(actor, version.ProjectId, Permission.EditOntology, cancellationToken);
        project.UseOntologyByDefault(version.Id);
        await db.SaveChangesAsync(cancellationToken);
    }
}
