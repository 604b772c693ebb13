using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Web.SignIn;

/// <summary>
/// One-time sign-in links, kept in memory only: a restart voids them. A link names the user it signs in; one without a user
/// opens the form that creates the first person. Whoever reads the server's console owns the server, so its link is the owner's.
/// </summary>
public sealed class SignInLinks(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, Link> _links = new(StringComparer.Ordinal);

    /// <returns>The secret part of the link; only its hash is kept.</returns>
    public string Issue(Guid? userId)
    {
        foreach (var (key, link) in _links)
        {
            if (link.ExpiresAt < time.GetUtcNow())
            {
                _links.TryRemove(key, out _);
            }
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        _links[HashOf(token)] = new Link(userId, time.GetUtcNow() + Lifetime);
        return token;
    }

    /// <summary>Whether the token would be accepted, without using it up.</summary>
    public bool TryPeek(string? token, out Guid? userId)
    {
        userId = null;
        if (token is not { Length: > 0 and <= 128 } || !_links.TryGetValue(HashOf(token), out var link) || link.ExpiresAt < time.GetUtcNow())
        {
            return false;
        }

        userId = link.UserId;
        return true;
    }

    /// <summary>Uses the token up; of two who try at once only one succeeds.</summary>
    public bool TryRedeem(string? token, out Guid? userId) => TryPeek(token, out userId) && _links.TryRemove(HashOf(token!), out _);

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Link(Guid? UserId, DateTimeOffset ExpiresAt);
}
