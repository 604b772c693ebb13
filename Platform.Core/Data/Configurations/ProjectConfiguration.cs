using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Model;
using Platform.Core.Projects.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.ToTable("project");
        builder.Property(project => project.Name).HasMaxLength(Project.NameLength);
        builder.Property(project => project.DemandsReview).HasDefaultValue(false);
        builder.References<Project, Department>(project => project.DepartmentId);
        builder.References<Project, User>(project => project.CreatedBy);
        builder.References<Project, LabelOntologyVersion>(project => project.DefaultOntologyVersionId);

        // The project list of a department.
        builder.HasIndex(project => project.DepartmentId);
    }
}
