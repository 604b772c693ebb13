using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Models.Model;
using Platform.Core.Projects.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class VisionModelConfiguration : IEntityTypeConfiguration<VisionModel>
{
    public void Configure(EntityTypeBuilder<VisionModel> builder)
    {
        builder.ToTable("model");
        builder.HasEnumText(model => model.Task);
        builder.Property(model => model.Name).HasMaxLength(VisionModel.NameLength);
        builder.References<VisionModel, Project>(model => model.ProjectId);

        // The models of a project.
        builder.HasIndex(model => model.ProjectId);
    }
}
