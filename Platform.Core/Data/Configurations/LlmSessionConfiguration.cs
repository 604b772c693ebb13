using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Core.Llm.Model;
using Platform.Core.People.Model;
using Platform.Core.Projects.Model;

namespace Platform.Core.Data.Configurations;

internal sealed class LlmSessionConfiguration : IEntityTypeConfiguration<LlmSession>
{
    public void Configure(EntityTypeBuilder<LlmSession> builder)
    {
        builder.ToTable("llm_session");
        builder.HasEnumText(session => session.SessionType);
        builder.HasEnumText(session => session.Status);
        builder.HasCheck("end_time", "\"end_time\" >= \"start_time\"");
        builder.References<LlmSession, User>(session => session.UserId);
        builder.References<LlmSession, Project>(session => session.ProjectId);

        // Session lists and usage of a person or a project over time.
        builder.HasIndex(session => new { session.UserId, session.StartTime });

        // A session by the name that a program of the user gave it.
        builder.Property(session => session.Name).HasMaxLength(LlmSession.NameLength);
        builder.HasIndex(session => new { session.UserId, session.Name }).IsUnique();
        builder.HasIndex(session => new { session.ProjectId, session.StartTime });
    }
}
