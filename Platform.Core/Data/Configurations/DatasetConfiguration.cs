using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Datasets.Model;
using Platform.Core.Projects.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class DatasetConfiguration : IEntityTypeConfiguration<Dataset>
{
    public void Configure(EntityTypeBuilder<Dataset> builder)
    {
        builder.ToTable("dataset");
        builder.Property(dataset => dataset.Name).HasMaxLength(Dataset.NameLength);
        builder.References<Dataset, Project>(dataset => dataset.ProjectId);

        // The datasets of a project.
        builder.HasIndex(dataset => dataset.ProjectId);
    }
}
