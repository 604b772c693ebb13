using Platform.Core.Access;
using Platform.Core.Ontologies.Documents;

namespace Platform.Core.Ontologies.Commands;

/// <summary>Makes a new draft version from a document; a project's first becomes its default.</summary>
public sealed class ImportOntologyCommand(CreateOntologyVersionCommand create)
{
    /// <summary>Throws <see cref="OntologyDocumentException"/> with every fault, and then nothing was created.</summary>
    /// <returns>The new version's id.</returns>
    public Task<Guid> ExecuteAsync(Actor actor, Guid projectId, string versionTag, string json, CancellationToken cancellationToken) =>
        create.ExecuteAsync(actor, projectId, versionTag, OntologyDocumentReader.Read(json), cancellationToken);
}
