using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Deployments.Model;
using Platform.Core.Models.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class DeploymentConfiguration : IEntityTypeConfiguration<Deployment>
{
    public void Configure(EntityTypeBuilder<Deployment> builder)
    {
        builder.ToTable("deployment");
        builder.HasEnumText(deployment => deployment.Target);
        builder.Property(deployment => deployment.Name).HasMaxLength(Deployment.NameLength);
        builder.Property(deployment => deployment.EndpointUrl).HasMaxLength(Deployment.EndpointUrlLength);
        builder.References<Deployment, ModelVersion>(deployment => deployment.ModelVersionId);

        // Where a model version runs.
        builder.HasIndex(deployment => deployment.ModelVersionId);
    }
}
