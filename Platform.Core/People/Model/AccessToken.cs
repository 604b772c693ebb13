using Platform.Core.Access;

namespace Platform.Core.People.Model;

/// <summary>How a token came to be.</summary>
public enum TokenKind
{
    /// <summary>Made by its user, with a name and a lifetime of choice.</summary>
    Personal,

    /// <summary>Short-lived, given to a program in exchange for a proof of who its user is.</summary>
    Exchanged,
}

/// <summary>A bearer token of the API; only its SHA-256 is stored.</summary>
public sealed class AccessToken
{
    public const int NameLength = 100;
    public const int ScopesLength = 100;

    // Only for EF.
    private AccessToken()
    {
    }

    public AccessToken(Guid id, Guid userId, string name, string tokenSha256, TokenKind kind, IEnumerable<TokenScope> scopes, Guid? projectId, DateTime createdAt, DateTime? expiresAt)
    {
        Id = id;
        UserId = userId;
        Name = name;
        TokenSha256 = tokenSha256;
        Kind = kind;
        Scopes = ScopePolicy.ToText(scopes);
        ProjectId = projectId;
        CreatedAt = createdAt;
        ExpiresAt = expiresAt;
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    public string Name { get; private set; } = "";

    public string TokenSha256 { get; private set; } = "";

    public TokenKind Kind { get; private set; }

    /// <summary>Words with spaces between them; see <see cref="ScopePolicy.Parse"/>.</summary>
    public string Scopes { get; private set; } = "";

    public Guid? ProjectId { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime? ExpiresAt { get; private set; }

    /// <summary>To the minute.</summary>
    public DateTime? LastUsedAt { get; private set; }

    public DateTime? RevokedAt { get; private set; }

    public void Revoke(DateTime at) => RevokedAt ??= at;
}
