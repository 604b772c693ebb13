using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Departments.Model;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class TrainingUseConfiguration : IEntityTypeConfiguration<TrainingUse>
{
    public void Configure(EntityTypeBuilder<TrainingUse> builder)
    {
        builder.ToTable("training_use");
        builder.HasKey(use => new { use.RunId, use.DepartmentId, use.Month, use.Device });
        builder.HasEnumText(use => use.Device);
        builder.HasCheck("seconds", "\"seconds\" >= 0");
        builder.References<TrainingUse, Department>(use => use.DepartmentId);

        // The months of a department: its charts, and its quota before a training starts.
        builder.HasIndex(use => new { use.DepartmentId, use.Month });
    }
}
