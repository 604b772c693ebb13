using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Llm.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class LlmSessionLogConfiguration : IEntityTypeConfiguration<LlmSessionLog>
{
    public void Configure(EntityTypeBuilder<LlmSessionLog> builder)
    {
        builder.ToTable("llm_session_log");
        builder.HasKey(log => new { log.SessionId, log.LogSequence });
        builder.Property(log => log.LogSequence).ValueGeneratedNever();
        builder.HasEnumText(log => log.Outcome);
        builder.HasCheck("log_sequence", "\"log_sequence\" >= 1");
        builder.HasCheck("tokens", "\"token_used\" >= 0 AND \"prompt_tokens\" >= 0 AND \"completion_tokens\" >= 0");

        builder.Property(log => log.ErrorCode).HasMaxLength(LlmSessionLog.ErrorCodeLength);

        // The weak entity dies with its session; everything else restricts.
        builder.HasOne<LlmSession>().WithMany().HasForeignKey(log => log.SessionId).OnDelete(DeleteBehavior.Cascade);
        builder.References<LlmSessionLog, LlmModelConfig>(log => log.LlmModelConfigId);
        builder.References<LlmSessionLog, LlmDeployment>(log => log.LlmDeploymentId);
        builder.References<LlmSessionLog, PromptTemplate>(log => log.PromptTemplateId);

        // Usage of a deployment over time.
        builder.HasIndex(log => new { log.LlmDeploymentId, log.RequestTime });
    }
}
