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
    }
}
