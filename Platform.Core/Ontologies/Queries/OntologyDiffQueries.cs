using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Ontologies.Comparison;

namespace Platform.Core.Ontologies.Queries;

/// <summary>Two versions and what differs.</summary>
public sealed record OntologyComparison(Guid BeforeId, string BeforeTag, Guid AfterId, string AfterTag, OntologyDiff Diff);

/// <summary>Compares ontology versions.</summary>
public sealed class OntologyDiffQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<OntologyComparison> CompareAsync(Actor actor, Guid beforeId, Guid afterId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = await db.OntologyForAsync(actor, beforeId, Permission.ViewProject, cancellationToken);
        var after = await db.OntologyForAsync(actor, afterId, Permission.ViewProject, cancellationToken);
        var diff = OntologyDiff.Between(await ClassesAsync(db, beforeId, cancellationToken), await ClassesAsync(db, afterId, cancellationToken));
        return new OntologyComparison(beforeId, before.VersionTag, afterId, after.VersionTag, diff);
    }

    private static async Task<IReadOnlyList<ComparedClass>> ClassesAsync(PlatformDbContext db, Guid ontologyVersionId, CancellationToken cancellationToken) =>
        [.. (await MigrationContents.ClassesAsync(db, ontologyVersionId, cancellationToken)).Select(ComparedClass.Of)];
}
