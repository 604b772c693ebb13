using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;

namespace Platform.Core.People.Commands;

/// <summary>How the commands that give a person a password write it, and what else ends with the old one.</summary>
internal static class OwnPassword
{
    private static readonly TimeSpan s_consoleTime = TimeSpan.FromHours(1);

    /// <summary>Whether the present password must be given to change it. Who has just come by the server's own link has proved more than a password does.</summary>
    public static async Task<bool> IsNeededAsync(PlatformDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        var since = db.Clock.GetUtcNow().UtcDateTime - s_consoleTime;
        return await db.UserPasswords.AnyAsync(row => row.UserId == actor.UserId, cancellationToken)
            && !await db.BrowserSessions.AnyAsync(row => row.Id == actor.SessionId && row.UserId == actor.UserId && row.Way == SignInWay.ConsoleLink && row.CreatedAt > since, cancellationToken);
    }

    /// <summary>Inside the caller's transaction: adds the password to what is saved next, and ends every other session and any open link of its person.</summary>
    /// <returns>Whether there was one before.</returns>
    public static async Task<bool> WriteAsync(PlatformDbContext db, Guid userId, string hash, Guid? keptSession, CancellationToken cancellationToken)
    {
        var now = db.Clock.GetUtcNow().UtcDateTime;
        var present = await db.UserPasswords.SingleOrDefaultAsync(row => row.UserId == userId, cancellationToken);
        present?.Change(hash, now);
        if (present is null)
        {
            db.Add(new UserPassword(userId, hash, now));
        }

        await db.BrowserSessions.Where(row => row.UserId == userId && row.Id != keptSession).ExecuteDeleteAsync(cancellationToken);
        await db.PersonalLinks.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        return present is not null;
    }
}
