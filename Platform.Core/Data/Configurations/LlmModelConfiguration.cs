using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Llm.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class LlmModelConfiguration : IEntityTypeConfiguration<LlmModel>
{
    public void Configure(EntityTypeBuilder<LlmModel> builder)
    {
        builder.ToTable("llm_model");
        builder.Property(model => model.ModelName).HasMaxLength(255);
        builder.Property(model => model.ModelType).HasMaxLength(50);

        // The gateway finds a model by the name in the request.
        builder.HasIndex(model => model.ModelName).IsUnique();
    }
}
