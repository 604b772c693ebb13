using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Llm.Model;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class LlmStatusChangeConfiguration : IEntityTypeConfiguration<LlmStatusChange>
{
    public void Configure(EntityTypeBuilder<LlmStatusChange> builder)
    {
        builder.ToTable("llm_status_change");
        builder.HasEnumText(change => change.FromStatus);
        builder.HasEnumText(change => change.ToStatus);
        builder.Property(change => change.Reason).HasMaxLength(LlmDeployment.ReasonLength);
        builder.Property(change => change.Detail).HasMaxLength(LlmStatusChange.DetailLength);
        builder.References<LlmStatusChange, LlmDeployment>(change => change.LlmDeploymentId);
        builder.References<LlmStatusChange, User>(change => change.ByUserId);

        // The history of a deployment in the order in which it happened (ids are time-ordered).
        builder.HasIndex(change => new { change.LlmDeploymentId, change.Id });

        // Serves the foreign key.
        builder.HasIndex(change => change.ByUserId);
    }
}
