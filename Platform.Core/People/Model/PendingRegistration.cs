namespace Platform.Core.People.Model;

/// <summary>Somebody who has proved who they are and is not registered: waits until an administrator registers or declines them.</summary>
public sealed class PendingRegistration
{
    /// <summary>How many may wait; of more the one who tried longest ago is forgotten, so that strangers cannot fill the database.</summary>
    public const int MaxWaiting = 1000;

    // Only for EF.
    private PendingRegistration()
    {
    }

    public PendingRegistration(Guid id, ProvenIdentity who, DateTime at)
    {
        Id = id;
        FirebaseUid = who.FirebaseUid;
        FirstTriedAt = at;
        Tried(who, at);
    }

    public Guid Id { get; private set; }

    public string FirebaseUid { get; private set; } = "";

    /// <summary>Lower case; null where the provider knows none or it fits no user.</summary>
    public string? Email { get; private set; }

    public bool IsEmailVerified { get; private set; }

    public string? Name { get; private set; }

    public DateTime FirstTriedAt { get; private set; }

    public DateTime LastTriedAt { get; private set; }

    public int Tries { get; private set; }

    /// <summary>Null while they wait.</summary>
    public DateTime? DeclinedAt { get; private set; }

    public Guid? DeclinedById { get; private set; }

    /// <summary>Notes another try, with what the provider says of them by now.</summary>
    public void Tried(ProvenIdentity who, DateTime at)
    {
        Email = who.Email?.Trim().ToLowerInvariant() is { Length: > 0 and <= User.EmailLength } email ? email : null;
        IsEmailVerified = Email is not null && Email == who.ProvenEmail;
        Name = Cleaned(who.Name);
        LastTriedAt = at;
        Tries++;
    }

    public void Decline(Guid by, DateTime at) => (DeclinedById, DeclinedAt) = (by, at);

    public void Reopen() => (DeclinedById, DeclinedAt) = (null, null);

    // A stranger chose it.
    private static string? Cleaned(string? name)
    {
        var text = new string([.. (name ?? "").Where(letter => !char.IsControl(letter))]).Trim();
        return text.Length == 0 ? null : text[..Math.Min(text.Length, User.NameLength)];
    }
}
