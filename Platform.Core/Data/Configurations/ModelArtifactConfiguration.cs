using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Models.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class ModelArtifactConfiguration : IEntityTypeConfiguration<ModelArtifact>
{
    public void Configure(EntityTypeBuilder<ModelArtifact> builder)
    {
        builder.ToTable("model_artifact");
        builder.HasEnumText(artifact => artifact.Format);
        builder.HasEnumText(artifact => artifact.Device);
        builder.HasEnumText(artifact => artifact.Precision);
        builder.Property(artifact => artifact.Name).HasMaxLength(ModelArtifact.NameLength);
        builder.Property(artifact => artifact.Sha256).HasMaxLength(ConfigurationExtensions.Sha256Length);
        builder.Property(artifact => artifact.Compat).IsJson();
        builder.HasCheck("sha256", "length(\"sha256\") = 64");
        builder.HasCheck("size_bytes", "\"size_bytes\" >= 0");
        builder.References<ModelArtifact, ModelVersion>(artifact => artifact.ModelVersionId);

        // The files of a model version.
        builder.HasIndex(artifact => artifact.ModelVersionId);
    }
}
