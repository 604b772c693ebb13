using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Access;
using Platform.Core.People.Model;
using Platform.Core.Projects.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class AccessTokenConfiguration : IEntityTypeConfiguration<AccessToken>
{
    public void Configure(EntityTypeBuilder<AccessToken> builder)
    {
        builder.ToTable("access_token");
        builder.Property(token => token.Name).HasMaxLength(AccessToken.NameLength);
        builder.Property(token => token.TokenSha256).HasMaxLength(ConfigurationExtensions.Sha256Length);
        builder.HasEnumText(token => token.Kind);

        // Tokens from before there were scopes could be used for everything.
        builder.Property(token => token.Kind).HasDefaultValue(TokenKind.Personal);
        builder.Property(token => token.Scopes).HasMaxLength(AccessToken.ScopesLength).HasDefaultValue(ScopePolicy.ToText(ScopePolicy.All));
        builder.References<AccessToken, User>(token => token.UserId);

        // A token for nothing but a project ends with it.
        builder.HasOne<Project>().WithMany().HasForeignKey(token => token.ProjectId).OnDelete(DeleteBehavior.Cascade);

        // Every API request looks its bearer token up by hash.
        builder.HasIndex(token => token.TokenSha256).IsUnique();

        // A person's own tokens.
        builder.HasIndex(token => token.UserId);
        builder.HasIndex(token => token.ProjectId);
    }
}
