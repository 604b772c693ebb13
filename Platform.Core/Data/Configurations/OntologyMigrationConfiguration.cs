using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class OntologyMigrationConfiguration : IEntityTypeConfiguration<OntologyMigration>
{
    public void Configure(EntityTypeBuilder<OntologyMigration> builder)
    {
        builder.ToTable("ontology_migration");
        builder.Property(migration => migration.Plan).IsJson();
        builder.HasCheck("undone", "(\"undone_at\" IS NULL) = (\"undone_by\" IS NULL)");

        // The record of a draft goes with the draft.
        builder.HasOne<DatasetVersion>().WithMany().HasForeignKey(migration => migration.DatasetVersionId).OnDelete(DeleteBehavior.Cascade);
        builder.References<OntologyMigration, LabelOntologyVersion>(migration => migration.FromOntologyVersionId);
        builder.References<OntologyMigration, LabelOntologyVersion>(migration => migration.ToOntologyVersionId);
        builder.References<OntologyMigration, User>(migration => migration.AppliedBy);
        builder.References<OntologyMigration, User>(migration => migration.UndoneBy);

        // The migrations of a dataset version in the order in which they were applied (ids are time-ordered).
        builder.HasIndex(migration => new { migration.DatasetVersionId, migration.Id });

        // Serve the foreign keys.
        builder.HasIndex(migration => migration.FromOntologyVersionId);
        builder.HasIndex(migration => migration.ToOntologyVersionId);
        builder.HasIndex(migration => migration.AppliedBy);
        builder.HasIndex(migration => migration.UndoneBy);
    }
}
