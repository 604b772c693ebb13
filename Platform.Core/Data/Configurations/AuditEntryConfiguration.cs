using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Audit.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entry");
        builder.Property(entry => entry.UserName).HasMaxLength(AuditEntry.NameLength);
        builder.Property(entry => entry.Action).HasMaxLength(AuditEntry.ActionLength);
        builder.Property(entry => entry.SubjectKind).HasMaxLength(AuditEntry.KindLength);
        builder.Property(entry => entry.SubjectName).HasMaxLength(AuditEntry.NameLength);
        builder.Property(entry => entry.Arguments).IsJson();
        builder.Property(entry => entry.IpAddress).HasMaxLength(AuditEntry.IpAddressLength);
        builder.Property(entry => entry.UserAgent).HasMaxLength(AuditEntry.UserAgentLength);

        // Each filter of the page, the newest first (ids are time-ordered).
        builder.HasIndex(entry => new { entry.DepartmentId, entry.Id });
        builder.HasIndex(entry => new { entry.UserId, entry.Id });
        builder.HasIndex(entry => new { entry.Action, entry.Id });
        builder.HasIndex(entry => entry.At);
    }
}
