using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Commands;

/// <summary>Starts a new draft from another version: the way to change a frozen label system.</summary>
public sealed class CopyOntologyVersionCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <returns>The new version's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid ontologyVersionId, string versionTag, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var source = await db.OntologyForAsync(actor, ontologyVersionId, Permission.EditOntology, cancellationToken);
        var tag = await OntologyRules.FreeTagAsync(db, source.ProjectId, versionTag, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var copy = new LabelOntologyVersion(Ids.New(time), source.ProjectId, tag, now, source.Id);
        var classes = await db.LabelClasses.AsNoTracking().Where(labelClass => labelClass.OntologyVersionId == source.Id).ToListAsync(cancellationToken);
        db.Add(copy);
        db.AddRange(classes.Select(from =>
            new LabelClass(Ids.New(time), copy.Id, from.SortOrder, from.Key, from.DisplayName, from.ShapeType, from.Color, from.KeypointSpec, now, from.Attributes)));
        await db.SaveChangesAsync(cancellationToken);
        return copy.Id;
    }
}
