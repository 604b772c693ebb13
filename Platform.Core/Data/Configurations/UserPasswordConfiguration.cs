using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class UserPasswordConfiguration : IEntityTypeConfiguration<UserPassword>
{
    public void Configure(EntityTypeBuilder<UserPassword> builder)
    {
        builder.ToTable("user_password");
        builder.HasKey(password => password.UserId);
        builder.Property(password => password.UserId).ValueGeneratedNever();
        builder.Property(password => password.Hash).HasMaxLength(UserPassword.HashLength);
        builder.HasOne<User>().WithOne().HasForeignKey<UserPassword>(password => password.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
