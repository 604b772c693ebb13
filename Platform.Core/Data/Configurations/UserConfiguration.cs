using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("user");
        builder.HasEnumText(user => user.Role);
        builder.Property(user => user.Name).HasMaxLength(User.NameLength);
        builder.Property(user => user.Email).HasMaxLength(User.EmailLength);
        builder.Property(user => user.FirebaseUid).HasMaxLength(User.FirebaseUidLength);
        builder.HasCheck("email", "\"email\" = lower(\"email\")");
        builder.References<User, Department>(user => user.DepartmentId);

        // Sign-in by e-mail and by verified Firebase token.
        builder.HasIndex(user => user.Email).IsUnique();
        builder.HasIndex(user => user.FirebaseUid).IsUnique();

        // Members of a department.
        builder.HasIndex(user => user.DepartmentId);
    }
}
