namespace Platform.Core.People.Model;

/// <summary>What a link is for; the database keeps it as a word.</summary>
public enum PersonalLinkKind
{
    /// <summary>The first way in, for somebody who has just been registered.</summary>
    Invitation,

    /// <summary>A new password for somebody who has been here before.</summary>
    PasswordReset,
}

/// <summary>The one open link of a person, with which they choose a password and come in; only its SHA-256 is stored. Used up or taken back it is gone, a new one takes its place.</summary>
public sealed class PersonalLink
{
    // Only for EF.
    private PersonalLink()
    {
    }

    public PersonalLink(Guid userId, PersonalLinkKind kind, string tokenSha256, Guid issuedBy, DateTime issuedAt)
    {
        UserId = userId;
        Kind = kind;
        TokenSha256 = tokenSha256;
        IssuedBy = issuedBy;
        IssuedAt = issuedAt;
        ExpiresAt = issuedAt + LifetimeOf(kind);
    }

    public Guid UserId { get; private set; }

    public PersonalLinkKind Kind { get; private set; }

    public string TokenSha256 { get; private set; } = "";

    public Guid IssuedBy { get; private set; }

    public DateTime IssuedAt { get; private set; }

    public DateTime ExpiresAt { get; private set; }

    /// <summary>A week to find the time for the first visit; a day for who waits to get in.</summary>
    public static TimeSpan LifetimeOf(PersonalLinkKind kind) => TimeSpan.FromDays(kind == PersonalLinkKind.Invitation ? 7 : 1);
}
