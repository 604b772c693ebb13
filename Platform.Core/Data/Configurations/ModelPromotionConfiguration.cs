using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Models.Model;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class ModelPromotionConfiguration : IEntityTypeConfiguration<ModelPromotion>
{
    public void Configure(EntityTypeBuilder<ModelPromotion> builder)
    {
        builder.ToTable("model_promotion");
        builder.Property(promotion => promotion.OverrideReason).HasMaxLength(ModelPromotion.ReasonLength);
        builder.Property(promotion => promotion.Overridden).IsJson();
        builder.HasCheck("override", "(\"override_reason\" IS NULL) = (\"overridden\" IS NULL)");
        builder.References<ModelPromotion, VisionModel>(promotion => promotion.ModelId);
        builder.References<ModelPromotion, ModelVersion>(promotion => promotion.ModelVersionId);
        builder.References<ModelPromotion, User>(promotion => promotion.PromotedById);

        // The history of a model, the newest first.
        builder.HasIndex(promotion => promotion.ModelId);
    }
}
