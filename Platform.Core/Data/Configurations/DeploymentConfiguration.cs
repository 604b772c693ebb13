using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Datasets.Model;
using Platform.Core.Deployments.Model;
using Platform.Core.Models.Model;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class DeploymentConfiguration : IEntityTypeConfiguration<Deployment>
{
    public void Configure(EntityTypeBuilder<Deployment> builder)
    {
        builder.ToTable("deployment");
        builder.HasEnumText(deployment => deployment.Target);
        builder.Property(deployment => deployment.Name).HasMaxLength(Deployment.NameLength);
        builder.Property(deployment => deployment.EndpointUrl).HasMaxLength(Deployment.EndpointUrlLength);
        builder.HasCheck("canary_weight", "\"canary_weight\" BETWEEN 0 AND 100");
        builder.HasCheck("keep_every", "\"keep_every\" >= 0");
        builder.References<Deployment, ModelVersion>(deployment => deployment.ModelVersionId);
        builder.References<Deployment, ModelVersion>(deployment => deployment.CanaryModelVersionId);
        builder.References<Deployment, DatasetVersion>(deployment => deployment.KeepDatasetVersionId);
        builder.References<Deployment, User>(deployment => deployment.DeployedById);

        // Programs call a deployment by its name.
        builder.HasIndex(deployment => deployment.Name).IsUnique();

        // Where a model version runs.
        builder.HasIndex(deployment => deployment.ModelVersionId);

        // Serve the foreign keys.
        builder.HasIndex(deployment => deployment.CanaryModelVersionId);
        builder.HasIndex(deployment => deployment.KeepDatasetVersionId);
        builder.HasIndex(deployment => deployment.DeployedById);
    }
}
