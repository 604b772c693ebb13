using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Deployments.Model;
using Platform.Core.Models.Model;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class DeploymentEventConfiguration : IEntityTypeConfiguration<DeploymentEvent>
{
    public void Configure(EntityTypeBuilder<DeploymentEvent> builder)
    {
        builder.ToTable("deployment_event");
        builder.HasEnumText(happened => happened.Action);
        builder.References<DeploymentEvent, Deployment>(happened => happened.DeploymentId);
        builder.References<DeploymentEvent, ModelVersion>(happened => happened.ModelVersionId);
        builder.References<DeploymentEvent, User>(happened => happened.ByUserId);

        // The history of a deployment in the order in which it happened (ids are time-ordered).
        builder.HasIndex(happened => new { happened.DeploymentId, happened.Id });

        // Serve the foreign keys.
        builder.HasIndex(happened => happened.ModelVersionId);
        builder.HasIndex(happened => happened.ByUserId);
    }
}
