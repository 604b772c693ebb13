using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Deployments.Model;
using Platform.Core.Models.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class DeploymentMinuteConfiguration : IEntityTypeConfiguration<DeploymentMinute>
{
    public void Configure(EntityTypeBuilder<DeploymentMinute> builder)
    {
        builder.ToTable("deployment_minute");
        builder.Property(minute => minute.Counts).IsJson();
        builder.HasCheck("counted", "\"answered\" >= 0 AND \"errors\" >= 0 AND \"busy\" >= 0");
        builder.References<DeploymentMinute, Deployment>(minute => minute.DeploymentId);
        builder.References<DeploymentMinute, ModelVersion>(minute => minute.ModelVersionId);

        // The charts of a deployment; a minute of a version once.
        builder.HasIndex(minute => new { minute.DeploymentId, minute.Minute, minute.ModelVersionId }).IsUnique();

        // Serves the foreign key.
        builder.HasIndex(minute => minute.ModelVersionId);
    }
}
