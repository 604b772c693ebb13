using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Annotations.Model;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class OntologyMigrationChangeConfiguration : IEntityTypeConfiguration<OntologyMigrationChange>
{
    public void Configure(EntityTypeBuilder<OntologyMigrationChange> builder)
    {
        builder.ToTable("ontology_migration_change");
        builder.HasKey(change => new { change.MigrationId, change.AnnotationId });
        builder.HasEnumText(change => change.GeometryType);
        builder.HasEnumText(change => change.Source);
        builder.HasEnumText(change => change.ReviewState);
        builder.Property(change => change.Geometry).IsJson();
        builder.Property(change => change.ConvertedGeometry).IsJson();
        builder.Property(change => change.Attributes).IsJson();
        builder.Property(change => change.AnnotatorName).HasMaxLength(Annotation.AnnotatorNameLength);
        builder.HasOne<OntologyMigration>().WithMany().HasForeignKey(change => change.MigrationId).OnDelete(DeleteBehavior.Cascade);

        // What else was changed of an annotation by migrations that still can be undone.
        builder.HasIndex(change => change.AnnotationId);

        // "Still needed to undo N shapes" when a class is deleted.
        builder.HasIndex(change => change.LabelClassId);
    }
}
