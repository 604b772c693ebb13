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
        builder.HasEnumText(deployment => deployment.Engine);
        builder.Ignore(deployment => deployment.IsWatched);
        builder.Property(deployment => deployment.ServerName).HasMaxLength(LlmDeployment.ServerNameLength);
        builder.Property(deployment => deployment.StatusReason).HasMaxLength(LlmDeployment.ReasonLength).HasDefaultValue(HealthReasons.Registered);
        builder.Property(deployment => deployment.StatusAt).HasDefaultValue(DateTime.UnixEpoch);
        builder.Property(deployment => deployment.Revision).HasDefaultValue(1);
        builder.HasCheck("gpu_count", "\"gpu_count\" >= 0");
        builder.References<LlmDeployment, LlmModel>(deployment => deployment.LlmModelId);
        builder.References<LlmDeployment, LlmDataset>(deployment => deployment.LlmDatasetId);

        // Which deployments a dataset adapted.
        builder.HasIndex(deployment => deployment.LlmDatasetId);

        // The gateway picks an active deployment of a model.
        builder.HasIndex(deployment => new { deployment.LlmModelId, deployment.Status });
    }
}
