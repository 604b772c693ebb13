using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Llm.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class LlmDeploymentConfiguration : IEntityTypeConfiguration<LlmDeployment>
{
    public void Configure(EntityTypeBuilder<LlmDeployment> builder)
    {
        builder.ToTable("llm_deployment");
        builder.HasEnumText(deployment => deployment.Environment);
        builder.HasEnumText(deployment => deployment.Status);
        builder.Property(deployment => deployment.ServerName).HasMaxLength(255);
        builder.Property(deployment => deployment.Engine).HasMaxLength(50);
        builder.HasCheck("gpu_count", "\"gpu_count\" >= 0");
        builder.References<LlmDeployment, LlmModel>(deployment => deployment.LlmModelId);
        builder.References<LlmDeployment, LlmDataset>(deployment => deployment.LlmDatasetId);

        // The gateway picks an active deployment of a model.
        builder.HasIndex(deployment => new { deployment.LlmModelId, deployment.Status });
    }
}
