using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;

namespace Platform.Core.People.Commands;

/// <summary>Finds out who somebody is by their e-mail address and password; tries in vain are on record.</summary>
public sealed class SignInByPasswordCommand(IDbContextFactory<PlatformDbContext> contexts, IPasswordHashes hashes)
{
    /// <returns>The user; null for an unknown address, a wrong password and a locked one alike. Which of them it was says the audit and nothing else.</returns>
    public async Task<Guid?> ExecuteAsync(string? email, string? password, RequestOrigin origin, CancellationToken cancellationToken)
    {
        // Without what no registered address holds and PostgreSQL cannot be asked for: zeros and halves of characters.
        var address = string.Concat((email ?? "").EnumerateRunes()).Replace("\0", "", StringComparison.Ordinal).Trim().ToLowerInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Email == address, cancellationToken);
        var tried = await PasswordTries.JudgeAsync(db, hashes, user?.Id, PasswordRule.Normalized(password), cancellationToken);
        if (tried.IsRight)
        {
            return user!.Id;
        }

        Record(db, user, origin, user is null ? "unknown" : tried.Failure!, tried);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>Adds what failed to what the context saves next. What was typed as the address is not kept: it may be a password.</summary>
    internal static void Record(PlatformDbContext db, User? user, RequestOrigin origin, string reason, PasswordTry tried)
    {
        var subject = user is null ? new AuditSubject(AuditKinds.SignIn, null, "", null) : AuditSubjects.Of(user);
        db.Record(null, origin, AuditActions.SignInFailed, subject, ("reason", reason));
        if (tried.HasLocked)
        {
            db.Record(null, origin, AuditActions.SignInLocked, subject, ("until", tried.LockedUntil?.ToString("u")));
        }
    }
}
