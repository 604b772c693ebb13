using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Datasets.Model;
using Platform.Core.People.Model;
using Platform.Core.Reviews.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class LabelDayConfiguration : IEntityTypeConfiguration<LabelDay>
{
    public void Configure(EntityTypeBuilder<LabelDay> builder)
    {
        builder.ToTable("label_day");
        builder.HasKey(day => new { day.UserId, day.DatasetVersionId, day.Day });
        builder.References<LabelDay, User>(day => day.UserId);
        builder.References<LabelDay, DatasetVersion>(day => day.DatasetVersionId);

        // The days of a project's versions.
        builder.HasIndex(day => new { day.DatasetVersionId, day.Day });
    }
}
