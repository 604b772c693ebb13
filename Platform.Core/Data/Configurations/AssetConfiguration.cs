using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Assets.Model;
using Platform.Core.Datasets.Model;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class AssetConfiguration : IEntityTypeConfiguration<Asset>
{
    public void Configure(EntityTypeBuilder<Asset> builder)
    {
        builder.ToTable("asset");
        builder.HasEnumText(asset => asset.Type);
        builder.HasEnumText(asset => asset.WorkState);
        builder.Property(asset => asset.WorkState).HasDefaultValue(WorkState.Unlabelled);
        builder.Property(asset => asset.FileName).HasMaxLength(Asset.FileNameLength);
        builder.Property(asset => asset.Sha256).HasMaxLength(ConfigurationExtensions.Sha256Length);
        builder.Property(asset => asset.Exif).IsJson();
        builder.Property(asset => asset.ExcludedFrames).IsJson();
        builder.Property(asset => asset.GroupKey).HasMaxLength(Asset.GroupKeyLength);
        builder.Property(asset => asset.Tags).HasMaxLength(Asset.TagsLength);
        builder.HasCheck("sha256", "length(\"sha256\") = 64");
        builder.HasCheck("size", "\"bytes\" >= 0 AND \"width\" > 0 AND \"height\" > 0");
        builder.HasOne<DatasetSplit>().WithMany().HasForeignKey(asset => new { asset.DatasetSplitId, asset.DatasetVersionId })
            .HasPrincipalKey(split => new { split.Id, split.DatasetVersionId }).OnDelete(DeleteBehavior.Restrict);

        builder.References<Asset, User>(asset => asset.AssigneeId);
        builder.References<Asset, User>(asset => asset.UploaderId);

        // The same bytes stand once in a version; finds duplicates at upload and all assets of a version.
        builder.HasIndex(asset => new { asset.DatasetVersionId, asset.Sha256 }).IsUnique();

        // The assets of a split in upload order (ids are time-ordered): grid pages, loaders of training. Also serves the foreign key.
        builder.HasIndex(asset => new { asset.DatasetSplitId, asset.DatasetVersionId, asset.Id });

        // The assets of a version in upload order: a gallery jumps to its 900,000th without reading the ones before.
        builder.HasIndex(asset => new { asset.DatasetVersionId, asset.Id });

        // What a person has brought. Also serves the foreign key.
        builder.HasIndex(asset => new { asset.UploaderId, asset.DatasetVersionId });

        // The queue of a version in upload order, and its counts by state.
        builder.HasIndex(asset => new { asset.DatasetVersionId, asset.WorkState, asset.Id });

        // What a person has taken. Also serves the foreign key.
        builder.HasIndex(asset => new { asset.AssigneeId, asset.DatasetVersionId });

        // "Is it referenced elsewhere?" before bytes are removed from storage.
        builder.HasIndex(asset => asset.Sha256);
    }
}
