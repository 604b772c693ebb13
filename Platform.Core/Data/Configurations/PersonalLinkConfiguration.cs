using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class PersonalLinkConfiguration : IEntityTypeConfiguration<PersonalLink>
{
    public void Configure(EntityTypeBuilder<PersonalLink> builder)
    {
        builder.ToTable("personal_link");
        builder.HasKey(link => link.UserId);
        builder.Property(link => link.UserId).ValueGeneratedNever();
        builder.HasEnumText(link => link.Kind);
        builder.Property(link => link.TokenSha256).HasMaxLength(ConfigurationExtensions.Sha256Length);
        builder.HasOne<User>().WithOne().HasForeignKey<PersonalLink>(link => link.UserId).OnDelete(DeleteBehavior.Restrict);
        builder.References<PersonalLink, User>(link => link.IssuedBy);

        // Whoever opens a link is found by its hash.
        builder.HasIndex(link => link.TokenSha256).IsUnique();
        builder.HasIndex(link => link.IssuedBy);
    }
}
