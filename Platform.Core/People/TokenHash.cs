using System.Security.Cryptography;
using System.Text;

namespace Platform.Core.People;

/// <summary>
/// The stored form of a token. A plain hash suffices, because a token holds 256 random bits: there is nothing to guess.
/// Looking it up by its hash leaks no prefix of the token through timing.
/// </summary>
internal static class TokenHash
{
    public static string Of(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
