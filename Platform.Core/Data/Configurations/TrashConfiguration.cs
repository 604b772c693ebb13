using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Datasets.Model;
using Platform.Core.Reviews.Model;

namespace Platform.Core.Data.Configurations;

/// <summary>The tables of deleted assets: what the live tables have, and when and by whom a row came.</summary>
internal sealed class TrashConfiguration : IEntityTypeConfiguration<TrashedAsset>, IEntityTypeConfiguration<TrashedAnnotation>, IEntityTypeConfiguration<TrashedComment>
{
    public void Configure(EntityTypeBuilder<TrashedAsset> builder)
    {
        builder.ToTable("trashed_asset");
        builder.References<TrashedAsset, DatasetVersion>(asset => asset.DatasetVersionId);

        // A version's trash, the latest first. Also serves the foreign key.
        builder.HasIndex(asset => new { asset.DatasetVersionId, asset.TrashedAt, asset.Id });
    }

    public void Configure(EntityTypeBuilder<TrashedAnnotation> builder)
    {
        builder.ToTable("trashed_annotation");
        builder.References<TrashedAnnotation, TrashedAsset>(annotation => annotation.AssetId);
        builder.HasIndex(annotation => annotation.AssetId);

        // "Used by N annotations" when a class is deleted: they may come back.
        builder.HasIndex(annotation => annotation.LabelClassId);
    }

    public void Configure(EntityTypeBuilder<TrashedComment> builder)
    {
        builder.ToTable("trashed_review_comment");
        builder.References<TrashedComment, TrashedAsset>(comment => comment.AssetId);
        builder.HasIndex(comment => comment.AssetId);
    }

    /// <summary>Gives the tables every column of the live ones; a column added there is added here by the same migration. Comes after all configurations.</summary>
    public static void MirrorColumns(IMutableModel model)
    {
        Mirror(model, typeof(Asset), typeof(TrashedAsset));
        Mirror(model, typeof(Annotation), typeof(TrashedAnnotation));
        Mirror(model, typeof(ReviewComment), typeof(TrashedComment));
    }

    private static void Mirror(IMutableModel model, Type live, Type trashed)
    {
        var table = model.FindEntityType(trashed)!;
        foreach (var column in model.FindEntityType(live)!.GetProperties())
        {
            var copy = table.FindProperty(column.Name) ?? table.AddProperty(column.Name, column.ClrType);
            copy.IsNullable = column.IsNullable;
            copy.SetValueConverter(column.GetValueConverter());
            copy.SetMaxLength(column.GetMaxLength());
            JsonColumns.Copy(column, copy);
        }
    }
}
