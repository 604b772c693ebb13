using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class AccessTokenConfiguration : IEntityTypeConfiguration<AccessToken>
{
    public void Configure(EntityTypeBuilder<AccessToken> builder)
    {
        builder.ToTable("access_token");
        builder.Property(token => token.Name).HasMaxLength(AccessToken.NameLength);
        builder.Property(token => token.TokenSha256).HasMaxLength(ConfigurationExtensions.Sha256Length);
        builder.References<AccessToken, User>(token => token.UserId);

        // Every API request looks its bearer token up by hash.
        builder.HasIndex(token => token.TokenSha256).IsUnique();

        // A person's own tokens.
        builder.HasIndex(token => token.UserId);
    }
}
