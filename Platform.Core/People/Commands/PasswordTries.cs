using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;

namespace Platform.Core.People.Commands;

/// <param name="Failure">Null for the right password; else a code: <c>password</c>, <c>locked</c>, <c>no_password</c>.</param>
/// <param name="LockedUntil">Set where this very try locked the password, or found it locked.</param>
internal sealed record PasswordTry(string? Failure, DateTime? LockedUntil)
{
    public bool IsRight => Failure is null;

    public bool HasLocked => Failure == "password" && LockedUntil is not null;
}

/// <summary>Compares a password with the stored one. Ten wrong ones in a row lock it for a quarter of an hour.</summary>
internal static class PasswordTries
{
    public const int Limit = 10;
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    /// <summary>Counts the try before it is made, so that tries at the same moment cannot outrun the count, and forgets the count after the right one.</summary>
    /// <param name="db">The command's own context.</param>
    /// <param name="hashes">Asked once whatever is known of the person: neither time nor statements tell who has a password.</param>
    /// <param name="userId">Null for somebody whom the platform does not know.</param>
    /// <param name="password">Normalised.</param>
    /// <param name="cancellationToken">What was counted by then stays counted.</param>
    public static async Task<PasswordTry> JudgeAsync(PlatformDbContext db, IPasswordHashes hashes, Guid? userId, string password, CancellationToken cancellationToken)
    {
        var now = db.Clock.GetUtcNow().UtcDateTime;
        DateTime? until = now + LockTime;
        var id = userId ?? Guid.Empty;
        var own = db.UserPasswords.Where(row => row.UserId == id);
        var isCounted = await own.Where(row => row.LockedUntil == null || row.LockedUntil <= now).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.FailedTries, row => row.LockedUntil != null ? 1 : row.FailedTries + 1)
                .SetProperty(row => row.LockedUntil, row => row.LockedUntil == null && row.FailedTries + 1 >= Limit ? until : null),
            cancellationToken) > 0;
        var stored = await own.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var check = hashes.Check(isCounted && stored is not null ? stored.Hash : hashes.Decoy, password);
        if (stored is null)
        {
            return new PasswordTry("no_password", null);
        }

        if (!isCounted || check == PasswordCheck.Wrong)
        {
            return new PasswordTry(isCounted ? "password" : "locked", stored.LockedUntil);
        }

        var hash = check == PasswordCheck.RightButOld ? hashes.HashOf(password) : stored.Hash;
        await own.Where(row => row.Hash == stored.Hash).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.FailedTries, 0).SetProperty(row => row.LockedUntil, (DateTime?)null).SetProperty(row => row.Hash, hash), cancellationToken);
        return new PasswordTry(null, null);
    }
}
