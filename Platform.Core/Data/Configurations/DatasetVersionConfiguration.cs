using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class DatasetVersionConfiguration : IEntityTypeConfiguration<DatasetVersion>
{
    public void Configure(EntityTypeBuilder<DatasetVersion> builder)
    {
        builder.ToTable("dataset_version");
        builder.Property(version => version.VersionTag).HasMaxLength(DatasetVersion.VersionTagLength);
        builder.Property(version => version.ContentSha256).HasMaxLength(ConfigurationExtensions.Sha256Length);
        builder.HasCheck("frozen_has_hash", "\"is_frozen\" = (\"content_sha256\" IS NOT NULL)");
        builder.References<DatasetVersion, Dataset>(version => version.DatasetId);
        builder.References<DatasetVersion, LabelOntologyVersion>(version => version.OntologyVersionId);
        builder.References<DatasetVersion, DatasetVersion>(version => version.ParentVersionId);

        // Versions of a dataset; the tag is unique in it.
        builder.HasIndex(version => new { version.DatasetId, version.VersionTag }).IsUnique();

        // Which versions use an ontology: its editor, and the guard of frozen classes.
        builder.HasIndex(version => version.OntologyVersionId);
    }
}
