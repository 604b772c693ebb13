using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Models.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class ModelDisagreementConfiguration : IEntityTypeConfiguration<ModelDisagreement>
{
    public void Configure(EntityTypeBuilder<ModelDisagreement> builder)
    {
        builder.ToTable("model_disagreement");
        builder.HasKey(row => row.AssetId);
        builder.HasCheck("apart", "\"apart\" BETWEEN 0 AND \"total\"");
        builder.References<ModelDisagreement, Asset>(row => row.AssetId);
        builder.References<ModelDisagreement, ModelVersion>(row => row.ModelVersionId);
        builder.References<ModelDisagreement, ModelVersion>(row => row.OtherVersionId);

        // Serve the foreign keys.
        builder.HasIndex(row => row.ModelVersionId);
        builder.HasIndex(row => row.OtherVersionId);
    }
}
