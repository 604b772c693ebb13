using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Models.Model;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class AnnotationConfiguration : IEntityTypeConfiguration<Annotation>
{
    public void Configure(EntityTypeBuilder<Annotation> builder)
    {
        builder.ToTable("annotation");
        builder.HasEnumText(annotation => annotation.GeometryType);
        builder.HasEnumText(annotation => annotation.Source);
        builder.HasEnumText(annotation => annotation.ReviewState);
        builder.Property(annotation => annotation.Geometry).IsJson();
        builder.Property(annotation => annotation.Attributes).IsJson();
        builder.Property(annotation => annotation.ZOrder).HasDefaultValue(0);
        builder.Property(annotation => annotation.AnnotatorName).HasMaxLength(Annotation.AnnotatorNameLength);
        builder.HasCheck("model_has_version", "\"source\" <> 'model' OR (\"model_version_id\" IS NOT NULL AND \"confidence\" IS NOT NULL)");
        builder.HasCheck("human_has_name", "\"source\" <> 'human' OR \"annotator_name\" IS NOT NULL");
        builder.HasCheck("confidence", "\"confidence\" BETWEEN 0 AND 1");
        builder.References<Annotation, Asset>(annotation => annotation.AssetId);
        builder.References<Annotation, LabelClass>(annotation => annotation.LabelClassId);
        builder.References<Annotation, ModelVersion>(annotation => annotation.ModelVersionId);

        // The shapes of an image: canvas, loaders of training, export. State and confidence: how many shapes of a gallery's image wait
        // for review, and the least certain one, without reading the shapes.
        builder.HasIndex(annotation => new { annotation.AssetId, annotation.ReviewState, annotation.Confidence });

        // The keyframes of a track, whatever else its video holds.
        builder.HasIndex(annotation => new { annotation.AssetId, annotation.TrackId, annotation.Frame }).HasFilter("\"track_id\" IS NOT NULL");

        // "Used by N annotations" when a class is deleted, class counts of a version.
        builder.HasIndex(annotation => annotation.LabelClassId);

        // What a model version has drawn. Most shapes are people's and stay out of it.
        builder.HasIndex(annotation => annotation.ModelVersionId).HasFilter("\"model_version_id\" IS NOT NULL");
    }
}
