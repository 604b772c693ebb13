using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class LabelClassConfiguration : IEntityTypeConfiguration<LabelClass>
{
    public void Configure(EntityTypeBuilder<LabelClass> builder)
    {
        builder.ToTable("label_class");
        builder.HasEnumText(labelClass => labelClass.ShapeType);
        builder.Property(labelClass => labelClass.Key).HasMaxLength(LabelClass.KeyLength);
        builder.Property(labelClass => labelClass.DisplayName).HasMaxLength(LabelClass.DisplayNameLength);
        builder.Property(labelClass => labelClass.Color).HasMaxLength(LabelClass.ColorLength);
        builder.Property(labelClass => labelClass.KeypointSpec).IsJson();
        builder.Property(labelClass => labelClass.Attributes).IsJson();
        builder.References<LabelClass, LabelOntologyVersion>(labelClass => labelClass.OntologyVersionId);

        // Classes of an ontology version; the key is unique in it.
        builder.HasIndex(labelClass => new { labelClass.OntologyVersionId, labelClass.Key }).IsUnique();
    }
}
