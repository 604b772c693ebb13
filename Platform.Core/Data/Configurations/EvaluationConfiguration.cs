using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class EvaluationConfiguration : IEntityTypeConfiguration<Evaluation>
{
    public void Configure(EntityTypeBuilder<Evaluation> builder)
    {
        builder.ToTable("evaluation");
        builder.HasEnumText(evaluation => evaluation.Split);
        builder.Property(evaluation => evaluation.Map50).HasColumnName("mAP_50");
        builder.Property(evaluation => evaluation.Map5095).HasColumnName("mAP_50_95");
        builder.Property(evaluation => evaluation.Details).IsJson();
        builder.References<Evaluation, ModelVersion>(evaluation => evaluation.ModelVersionId);
        builder.References<Evaluation, DatasetVersion>(evaluation => evaluation.DatasetVersionId);

        // The scores of a model version.
        builder.HasIndex(evaluation => evaluation.ModelVersionId);

        // Models compared on one dataset version.
        builder.HasIndex(evaluation => evaluation.DatasetVersionId);
    }
}
