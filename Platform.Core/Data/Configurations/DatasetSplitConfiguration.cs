using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Datasets.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class DatasetSplitConfiguration : IEntityTypeConfiguration<DatasetSplit>
{
    public void Configure(EntityTypeBuilder<DatasetSplit> builder)
    {
        builder.ToTable("dataset_split");
        builder.HasEnumText(split => split.Split);
        builder.HasCheck("ratio", "\"ratio\" BETWEEN 0 AND 1");
        builder.References<DatasetSplit, DatasetVersion>(split => split.DatasetVersionId);

        // Lets an asset name its split and its version at once, so that both always agree.
        builder.HasAlternateKey(split => new { split.Id, split.DatasetVersionId });

        // The splits of a version, one of each kind.
        builder.HasIndex(split => new { split.DatasetVersionId, split.Split }).IsUnique();
    }
}
