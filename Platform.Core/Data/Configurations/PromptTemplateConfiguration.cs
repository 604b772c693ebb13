using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Llm.Model;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class PromptTemplateConfiguration : IEntityTypeConfiguration<PromptTemplate>
{
    public void Configure(EntityTypeBuilder<PromptTemplate> builder)
    {
        builder.ToTable("prompt_template");
        builder.Property(template => template.TemplateName).HasMaxLength(100);
        builder.Property(template => template.TaskCategory).HasMaxLength(50);
        builder.Property(template => template.Version).HasMaxLength(50);
        builder.Property(template => template.Variables).IsJson();
        builder.Property(template => template.AuthorUserId).HasColumnName("author");
        builder.HasCheck("usage_count", "\"usage_count\" >= 0");
        builder.References<PromptTemplate, User>(template => template.AuthorUserId);

        // A template by name, one row a version.
        builder.HasIndex(template => new { template.TemplateName, template.Version }).IsUnique();
    }
}
