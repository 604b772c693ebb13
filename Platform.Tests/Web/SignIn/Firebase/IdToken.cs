using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Platform.Tests.Web.SignIn.Firebase;

/// <summary>Writes ID tokens by hand, so that also those can be written that no library would write.</summary>
public static class IdToken
{
    public const string Project = "demo-platform";

    /// <summary>What Firebase writes into a token of now.</summary>
    public static Dictionary<string, object?> Claims(DateTimeOffset now, string uid = "uid-bo", string? email = "bo@example.com", bool verified = true) => new()
    {
        ["iss"] = $"https://securetoken.google.com/{Project}", ["aud"] = Project, ["auth_time"] = now.ToUnixTimeSeconds() - 5, ["user_id"] = uid, ["sub"] = uid, ["iat"] = now.ToUnixTimeSeconds() - 1,
        ["exp"] = now.ToUnixTimeSeconds() + 3600, ["email"] = email, ["email_verified"] = verified, ["name"] = "Bo Park", ["firebase"] = new Dictionary<string, object?> { ["sign_in_provider"] = "password" },
    };

    public static string Signed(RSA key, string keyId, Dictionary<string, object?> claims) => Signed(new Dictionary<string, object?> { ["alg"] = "RS256", ["kid"] = keyId, ["typ"] = "JWT" }, claims,
        bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <param name="sign">From the signed bytes to the signature.</param>
    public static string Signed(Dictionary<string, object?> header, Dictionary<string, object?> claims, Func<byte[], byte[]> sign)
    {
        var text = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{text}.{Encode(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>As the emulator writes them.</summary>
    public static string Unsigned(Dictionary<string, object?> claims) => Signed(new Dictionary<string, object?> { ["alg"] = "none", ["typ"] = "JWT" }, claims, _ => []);

    /// <summary>The claims with one of them otherwise; null takes it away.</summary>
    public static Dictionary<string, object?> With(this Dictionary<string, object?> claims, string name, object? value)
    {
        var changed = new Dictionary<string, object?>(claims);
        changed.Remove(name);
        if (value is not null)
        {
            changed[name] = value;
        }

        return changed;
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
