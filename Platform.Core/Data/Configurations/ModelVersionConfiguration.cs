using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class ModelVersionConfiguration : IEntityTypeConfiguration<ModelVersion>
{
    public void Configure(EntityTypeBuilder<ModelVersion> builder)
    {
        builder.ToTable("model_version");
        builder.Property(version => version.Framework).HasMaxLength(ModelVersion.FrameworkLength);
        builder.Property(version => version.FrameworkVersion).HasMaxLength(ModelVersion.FrameworkLength);
        builder.Property(version => version.Metrics).IsJson();
        builder.Property(version => version.TrainingConfig).IsJson();
        builder.Property(version => version.IncrementalInfo).IsJson();
        builder.HasCheck("frozen_has_metrics", "NOT \"is_frozen\" OR \"metrics\" IS NOT NULL");
        builder.References<ModelVersion, VisionModel>(version => version.ModelId);
        builder.References<ModelVersion, ModelVersion>(version => version.ParentModelVersionId);
        builder.References<ModelVersion, ModelArtifact>(version => version.InitFromArtifactId);
        builder.References<ModelVersion, ImportedWeights>(version => version.InitFromWeightsId);
        builder.References<ModelVersion, DatasetVersion>(version => version.TrainingDataVersionId);
        builder.References<ModelVersion, LabelOntologyVersion>(version => version.OntologyVersionId);

        // The versions of a model.
        builder.HasIndex(version => version.ModelId);

        // "Trained on this" of a dataset version.
        builder.HasIndex(version => version.TrainingDataVersionId);
    }
}
