using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Commands;

/// <summary>Gives a draft another tag; the tag of a frozen version is what models and reports refer to, and stays.</summary>
public sealed class RenameOntologyVersionCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid ontologyVersionId, string versionTag, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db.OntologyForAsync(actor, ontologyVersionId, Permission.EditOntology, cancellationToken);
        OntologyRules.RequireDraft(version);
        if (RequiredText.Of(versionTag, "version tag", Model.LabelOntologyVersion.VersionTagLength) != version.VersionTag)
        {
            version.Rename(await OntologyRules.FreeTagAsync(db, version.ProjectId, versionTag, cancellationToken));
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
