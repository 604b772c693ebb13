using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class PendingRegistrationConfiguration : IEntityTypeConfiguration<PendingRegistration>
{
    public void Configure(EntityTypeBuilder<PendingRegistration> builder)
    {
        builder.ToTable("pending_registration");
        builder.Property(row => row.FirebaseUid).HasMaxLength(User.FirebaseUidLength);
        builder.Property(row => row.Email).HasMaxLength(User.EmailLength);
        builder.Property(row => row.Name).HasMaxLength(User.NameLength);
        builder.References<PendingRegistration, User>(row => row.DeclinedById);
        builder.HasCheck("declined", "(\"declined_at\" IS NULL) = (\"declined_by_id\" IS NULL)");

        // One row a person, found at each of their tries.
        builder.HasIndex(row => row.FirebaseUid).IsUnique();

        // Who tried longest ago, and the list.
        builder.HasIndex(row => row.LastTriedAt);
        builder.HasIndex(row => row.DeclinedById);
    }
}
