using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Commands;

/// <summary>Checks that the commands of ontologies share.</summary>
internal static class OntologyRules
{
    public static async Task<string> FreeTagAsync(PlatformDbContext db, Guid projectId, string versionTag, CancellationToken cancellationToken)
    {
        var tag = RequiredText.Of(versionTag, "version tag", LabelOntologyVersion.VersionTagLength);
        return await db.OntologyVersions.AnyAsync(version => version.ProjectId == projectId && version.VersionTag == tag, cancellationToken)
            ? throw new DomainRuleException("ontology.tag_taken", $"The project has an ontology version '{tag}' already. Choose another tag.", tag)
            : tag;
    }

    public static void RequireDraft(LabelOntologyVersion version)
    {
        if (version.IsFrozen)
        {
            throw new DomainRuleException("ontology.frozen", $"Ontology version '{version.VersionTag}' is frozen and never changes. Copy it to a new version and change that one.", version.VersionTag);
        }
    }

    public static LabelClass ToClass(this LabelClassInput input, TimeProvider time, Guid ontologyVersionId, int sortOrder) => new(
        Ids.New(time), ontologyVersionId, sortOrder, input.Key, input.DisplayName!, input.ShapeType, input.Color, input.KeypointSpec, time.GetUtcNow().UtcDateTime, input.Attributes);
}
