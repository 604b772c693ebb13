using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class DepartmentConfiguration : IEntityTypeConfiguration<Department>
{
    public void Configure(EntityTypeBuilder<Department> builder)
    {
        builder.ToTable("department");
        builder.Property(department => department.Name).HasMaxLength(Department.NameLength);
        builder.HasIndex(department => department.Name).IsUnique();

        builder.HasCheck("quotas", "\"storage_quota_bytes\" >= 0 AND \"training_quota_hours\" >= 0 AND \"token_quota\" >= 0");

        // The pair of columns makes the manager a member of this very department. Both directions between user and department are
        // checked at commit only (see DeferredForeignKeys): a department and its first manager need each other to exist.
        builder.HasOne<User>().WithOne().HasForeignKey<Department>(department => new { department.ManagerUserId, department.Id })
            .HasPrincipalKey<User>(user => new { user.Id, user.DepartmentId }).OnDelete(DeleteBehavior.Restrict);

        // A person manages at most one department; also answers "which department does this actor manage".
        builder.HasIndex(department => department.ManagerUserId).IsUnique();
    }
}
