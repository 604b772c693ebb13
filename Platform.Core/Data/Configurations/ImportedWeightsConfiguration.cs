using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Models.Model;
using Platform.Core.People.Model;
using Platform.Core.Projects.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class ImportedWeightsConfiguration : IEntityTypeConfiguration<ImportedWeights>
{
    public void Configure(EntityTypeBuilder<ImportedWeights> builder)
    {
        builder.ToTable("imported_weights");
        builder.HasEnumText(weights => weights.Format);
        builder.Property(weights => weights.Name).HasMaxLength(ImportedWeights.NameLength);
        builder.Property(weights => weights.FileName).HasMaxLength(ImportedWeights.NameLength);
        builder.Property(weights => weights.Licence).HasMaxLength(ImportedWeights.LicenceLength);
        builder.Property(weights => weights.Sha256).HasMaxLength(ConfigurationExtensions.Sha256Length);
        builder.Property(weights => weights.Contents).IsJson();
        builder.HasCheck("sha256", "length(\"sha256\") = 64");
        builder.HasCheck("size_bytes", "\"size_bytes\" >= 0");
        builder.References<ImportedWeights, Project>(weights => weights.ProjectId);
        builder.References<ImportedWeights, User>(weights => weights.ImportedById);

        // The weights of a project; the same file once.
        builder.HasIndex(weights => new { weights.ProjectId, weights.Sha256 }).IsUnique();
    }
}
