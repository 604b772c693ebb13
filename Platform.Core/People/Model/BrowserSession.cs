using Platform.Core.Access;

namespace Platform.Core.People.Model;

/// <summary>What a person proved when they signed in.</summary>
public enum SignInWay
{
    /// <summary>The link that the server prints: its reader owns the server.</summary>
    ConsoleLink,

    /// <summary>A link that somebody responsible for them handed out.</summary>
    PersonalLink,

    Password,

    /// <summary>Another service vouched for them.</summary>
    Provider,
}

/// <summary>A browser in which somebody is signed in. The row is the session: the cookie only names it, and without it the cookie is worth nothing.</summary>
public sealed class BrowserSession
{
    public const int IpAddressLength = 64;
    public const int UserAgentLength = 300;

    // Only for EF.
    private BrowserSession()
    {
    }

    public BrowserSession(Guid id, Guid userId, SignInWay way, RequestOrigin origin, DateTime createdAt)
    {
        Id = id;
        UserId = userId;
        Way = way;
        CreatedAt = createdAt;
        LastSeenAt = createdAt;
        IpAddress = Cut(origin.IpAddress, IpAddressLength);
        UserAgent = Cut(origin.UserAgent, UserAgentLength);
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    public SignInWay Way { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>To the minute.</summary>
    public DateTime LastSeenAt { get; private set; }

    public string? IpAddress { get; private set; }

    public string? UserAgent { get; private set; }

    // What comes from outside may be of any length, and may hold a zero, which PostgreSQL's texts cannot.
    private static string? Cut(string? text, int length)
    {
        var clean = text?.Replace("\0", "", StringComparison.Ordinal);
        return clean?.Length > length ? clean[..length] : clean;
    }
}
