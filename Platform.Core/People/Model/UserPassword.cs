namespace Platform.Core.People.Model;

/// <summary>A person's password, as a hash, and how often it was tried in vain. Who comes in another way has none.</summary>
public sealed class UserPassword
{
    public const int HashLength = 200;

    // Only for EF.
    private UserPassword()
    {
    }

    public UserPassword(Guid userId, string hash, DateTime changedAt)
    {
        UserId = userId;
        Hash = hash;
        ChangedAt = changedAt;
    }

    public Guid UserId { get; private set; }

    public string Hash { get; private set; } = "";

    public DateTime ChangedAt { get; private set; }

    /// <summary>In a row, up to now.</summary>
    public int FailedTries { get; private set; }

    /// <summary>In the past once the lock is over.</summary>
    public DateTime? LockedUntil { get; private set; }

    /// <summary>Ends a lock too: who may set a password has proved who they are.</summary>
    public void Change(string hash, DateTime at)
    {
        Hash = hash;
        ChangedAt = at;
        FailedTries = 0;
        LockedUntil = null;
    }
}
