using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;

namespace Platform.Core.People.Commands;

/// <summary>Notes when somebody was last seen in a browser session, at most once a minute; called for the session that was just proved.</summary>
public sealed class NoteSessionUseCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan s_grain = TimeSpan.FromMinutes(1);

    public async Task ExecuteAsync(Guid sessionId, DateTime lastSeenAt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (now - lastSeenAt < s_grain)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.BrowserSessions.Where(row => row.Id == sessionId && row.LastSeenAt < now).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), cancellationToken);
    }
}
