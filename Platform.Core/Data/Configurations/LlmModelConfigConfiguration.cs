using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Llm.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class LlmModelConfigConfiguration : IEntityTypeConfiguration<LlmModelConfig>
{
    public void Configure(EntityTypeBuilder<LlmModelConfig> builder)
    {
        builder.ToTable("llm_model_config");
        builder.Ignore(config => config.Values);
        builder.Property(config => config.ConfigName).HasMaxLength(LlmModelConfig.NameLength);
        builder.HasCheck("temperature", "\"temperature\" BETWEEN 0 AND 2");
        builder.HasCheck("top_p", "\"top_p\" BETWEEN 0 AND 1");
        builder.HasCheck("top_k", "\"top_k\" >= 0");
        builder.HasCheck("max_tokens", "\"max_tokens\" > 0");
        builder.References<LlmModelConfig, LlmModel>(config => config.LlmModelId);

        // The presets of a model, by name.
        builder.HasIndex(config => new { config.LlmModelId, config.ConfigName }).IsUnique();
    }
}
