using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Ontologies.Model;
using Platform.Core.Projects.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class LabelOntologyVersionConfiguration : IEntityTypeConfiguration<LabelOntologyVersion>
{
    public void Configure(EntityTypeBuilder<LabelOntologyVersion> builder)
    {
        builder.ToTable("label_ontology_version");
        builder.Property(version => version.VersionTag).HasMaxLength(LabelOntologyVersion.VersionTagLength);
        builder.References<LabelOntologyVersion, Project>(version => version.ProjectId);

        builder.References<LabelOntologyVersion, LabelOntologyVersion>(version => version.CopiedFromId);

        // Ontology versions of a project; the tag is unique in it.
        builder.HasIndex(version => new { version.ProjectId, version.VersionTag }).IsUnique();

        // Serves the foreign key.
        builder.HasIndex(version => version.CopiedFromId);
    }
}
