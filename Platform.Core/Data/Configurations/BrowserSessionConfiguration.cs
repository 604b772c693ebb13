using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.People.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class BrowserSessionConfiguration : IEntityTypeConfiguration<BrowserSession>
{
    public void Configure(EntityTypeBuilder<BrowserSession> builder)
    {
        builder.ToTable("browser_session");
        builder.HasEnumText(session => session.Way);
        builder.Property(session => session.IpAddress).HasMaxLength(BrowserSession.IpAddressLength);
        builder.Property(session => session.UserAgent).HasMaxLength(BrowserSession.UserAgentLength);
        builder.References<BrowserSession, User>(session => session.UserId);

        // A person's own sessions, to be listed and to be ended together.
        builder.HasIndex(session => session.UserId);
    }
}
