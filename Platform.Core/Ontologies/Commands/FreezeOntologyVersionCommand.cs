using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Commands;

/// <summary>Freezes an ontology version for good; a second time changes nothing.</summary>
public sealed class FreezeOntologyVersionCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid ontologyVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db.OntologyForAsync(actor, ontologyVersionId, Permission.EditOntology, cancellationToken);
        if (version.IsFrozen)
        {
            return;
        }

        if (!await db.LabelClasses.AnyAsync(labelClass => labelClass.OntologyVersionId == ontologyVersionId, cancellationToken))
        {
            throw new DomainRuleException("ontology.empty", $"Ontology version '{version.VersionTag}' has no classes. Add at least one before freezing.", version.VersionTag);
        }

        version.Freeze();
        db.Record(actor, AuditActions.OntologyVersionFrozen, await AuditSubjects.OfAsync(db, version, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
    }
}
