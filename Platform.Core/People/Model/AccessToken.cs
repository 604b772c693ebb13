namespace Platform.Core.People.Model;

/// <summary>A bearer token of the API; only its SHA-256 is stored.</summary>
public sealed class AccessToken
{
    public const int NameLength = 100;

    // Only for EF.
    private AccessToken()
    {
    }

    public AccessToken(Guid id, Guid userId, string name, string tokenSha256, DateTime createdAt, DateTime? expiresAt)
    {
        Id = id;
        UserId = userId;
        Name = name;
        TokenSha256 = tokenSha256;
        CreatedAt = createdAt;
        ExpiresAt = expiresAt;
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    public string Name { get; private set; } = "";

    public string TokenSha256 { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    public DateTime? ExpiresAt { get; private set; }

    public DateTime? RevokedAt { get; private set; }

    public void Revoke(DateTime at) => RevokedAt ??= at;
}
