using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Platform.Core.People;

namespace Platform.Web.SignIn;

/// <summary>The framework's hasher: PBKDF2 with HMAC-SHA512, a salt of 128 bits, and the number of rounds kept in the hash, so that more of them are taken up at the next sign-in.</summary>
public sealed class IdentityPasswordHashes : IPasswordHashes
{
    // What OWASP's Password Storage Cheat Sheet gives for this function.
    private const int Rounds = 210_000;

    // The hasher asks for a user and looks at none.
    private static readonly object s_nobody = new();

    private readonly PasswordHasher<object> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    public IdentityPasswordHashes() => Decoy = HashOf(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public string Decoy { get; }

    public string HashOf(string password) => _hasher.HashPassword(s_nobody, password);

    public PasswordCheck Check(string hash, string password) => _hasher.VerifyHashedPassword(s_nobody, hash, password) switch
    {
        PasswordVerificationResult.Success => PasswordCheck.Right,
        PasswordVerificationResult.SuccessRehashNeeded => PasswordCheck.RightButOld,
        _ => PasswordCheck.Wrong,
    };
}
