using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Ontologies.Documents;

namespace Platform.Core.Ontologies.Queries;

/// <summary>An ontology version as a file.</summary>
public sealed record OntologyFile(string FileName, string Json);

/// <summary>Exports ontology versions.</summary>
public sealed class OntologyDocumentQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<OntologyFile> ExportAsync(Actor actor, Guid ontologyVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db.OntologyForAsync(actor, ontologyVersionId, Permission.ViewProject, cancellationToken);
        var classes = await MigrationContents.ClassesAsync(db, ontologyVersionId, cancellationToken);
        var json = OntologyDocument.Write(
            version.VersionTag, [.. classes.Select(row => new DocumentClass(row.Key, row.DisplayName, row.ShapeType, row.Color, row.KeypointSpec, row.Attributes))]);
        return new OntologyFile($"ontology-{SafeName(version.VersionTag)}.json", json);
    }

    private static string SafeName(string tag) => string.Concat(tag.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '-'));
}
