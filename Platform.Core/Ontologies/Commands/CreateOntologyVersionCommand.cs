using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Commands;

/// <summary>Creates a draft ontology version with its classes; a project's first becomes its default.</summary>
public sealed class CreateOntologyVersionCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <returns>The new version's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid projectId, string versionTag, IReadOnlyList<LabelClassInput> classes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var project = await db.ProjectForAsync(actor, projectId, Permission.EditOntology, cancellationToken);
        var tidy = LabelClassInput.Check(classes);
        var tag = await OntologyRules.FreeTagAsync(db, projectId, versionTag, cancellationToken);
        var version = new LabelOntologyVersion(Ids.New(time), projectId, tag, time.GetUtcNow().UtcDateTime);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Add(version);
        db.AddRange(tidy.Select((input, order) => input.ToClass(time, version.Id, order)));
        await db.SaveChangesAsync(cancellationToken);
        if (project.DefaultOntologyVersionId is null)
        {
            project.UseOntologyByDefault(version.Id);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return version.Id;
    }
}
