using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Llm.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class LlmDatasetConfiguration : IEntityTypeConfiguration<LlmDataset>
{
    public void Configure(EntityTypeBuilder<LlmDataset> builder)
    {
        builder.ToTable("llm_dataset");
        builder.HasEnumText(dataset => dataset.LearningType);
        builder.Property(dataset => dataset.FileName).HasMaxLength(LlmDataset.FileNameLength);
        builder.Property(dataset => dataset.Sha256).HasMaxLength(ConfigurationExtensions.Sha256Length);
        builder.HasCheck("counts", "\"size_bytes\" >= 0 AND \"line_count\" >= 0 AND \"fault_count\" >= 0");
    }
}
