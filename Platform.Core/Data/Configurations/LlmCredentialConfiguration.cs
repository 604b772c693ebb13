using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Llm.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class LlmCredentialConfiguration : IEntityTypeConfiguration<LlmCredential>
{
    public void Configure(EntityTypeBuilder<LlmCredential> builder)
    {
        builder.ToTable("llm_credential");
        builder.Ignore(credential => credential.Reference);
        builder.References<LlmCredential, LlmDeployment>(credential => credential.LlmDeploymentId);

        // At most one a deployment.
        builder.HasIndex(credential => credential.LlmDeploymentId).IsUnique();
    }
}
