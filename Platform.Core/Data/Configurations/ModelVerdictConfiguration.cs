using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Annotations.Model;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class ModelVerdictConfiguration : IEntityTypeConfiguration<ModelVerdict>
{
    public void Configure(EntityTypeBuilder<ModelVerdict> builder)
    {
        builder.ToTable("model_verdict");
        builder.HasKey(verdict => verdict.AnnotationId);
        builder.HasEnumText(verdict => verdict.Kind);
        builder.Property(verdict => verdict.ClassKey).HasMaxLength(ModelVerdict.ClassKeyLength);
        builder.Property(verdict => verdict.DrawingHash).HasMaxLength(ConfigurationExtensions.Sha256Length);
        builder.References<ModelVerdict, ModelVersion>(verdict => verdict.ModelVersionId);
        builder.References<ModelVerdict, DatasetVersion>(verdict => verdict.DatasetVersionId);
        builder.References<ModelVerdict, User>(verdict => verdict.UserId);

        // How a model fares, by class.
        builder.HasIndex(verdict => new { verdict.ModelVersionId, verdict.ClassKey, verdict.Kind });
    }
}
