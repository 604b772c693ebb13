using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Platform.Core.People;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Web.SignIn.Firebase;

/// <summary>
/// Verifies Firebase ID tokens: signed by RS256 with one of the published keys, by the issuer of the configured project, for that project, in time, of a person. The emulator's tokens are
/// unsigned; they pass only where the emulator is configured, and then no others do.
/// </summary>
public sealed class FirebaseTokenVerifier(IOptions<FirebaseOptions> settings, FirebaseCertificates certificates, TimeProvider time) : IIdentityTokenVerifier
{
    public const string Refused = "firebase.token";

    /// <summary>How far this clock and the issuer's may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private const int MaxTokenLength = 16 << 10;

    private readonly JsonWebTokenHandler _tokens = new() { MaximumTokenSizeInBytes = MaxTokenLength };

    private FirebaseOptions Options => settings.Value;

    public async Task<ProvenIdentity> VerifyAsync(string idToken, CancellationToken cancellationToken)
    {
        if (!Options.IsConfigured)
        {
            throw new DomainRuleException("firebase.off", "Nobody signs in by Firebase here. Use another way in, or ask the operator to configure Platform:Firebase.");
        }

        var token = Read(idToken);
        if (Options.UsesEmulator)
        {
            Demand(token.Alg == SecurityAlgorithms.None && token.EncodedSignature.Length == 0);
        }
        else
        {
            await VerifySignatureAsync(token, cancellationToken);
        }

        return VerifyClaims(token);
    }

    private JsonWebToken Read(string idToken)
    {
        Demand(idToken.Length is > 0 and <= MaxTokenLength);
        try
        {
            return _tokens.ReadJsonWebToken(idToken);
        }
        catch (Exception failure) when (failure is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            throw NewRefusal();
        }
    }

    private async Task VerifySignatureAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        // Before the key is looked for: no other way of signing gets as far as a key.
        Demand(token.Alg == SecurityAlgorithms.RsaSha256 && token.Kid is { Length: > 0 });
        var key = await certificates.FindAsync(token.Kid, cancellationToken) ?? throw NewRefusal();
        var checkedToken = await _tokens.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            ValidIssuer = Options.Issuer,
            ValidAudience = Options.ProjectId,

            // By this program's clock, below.
            ValidateLifetime = false,
        });
        Demand(checkedToken.IsValid);
    }

    // The emulator's tokens have no signature, but the same claims.
    private ProvenIdentity VerifyClaims(JsonWebToken token)
    {
        var now = time.GetUtcNow();
        Demand(token.Issuer == Options.Issuer && token.Audiences.Count() == 1 && token.Audiences.Single() == Options.ProjectId);
        Demand(TimeOf(token, "exp") is { } ends && ends + Skew > now);
        Demand(TimeOf(token, "iat") is { } issued && issued - Skew <= now);
        Demand(TimeOf(token, "auth_time") is { } signedIn && signedIn - Skew <= now);
        Demand(token.Subject is { Length: > 0 and <= User.FirebaseUidLength } subject && !subject.Contains('\0', StringComparison.Ordinal));

        // An account of nobody, and one of a tenant, whose uids and addresses are that tenant's own.
        if (token.TryGetPayloadValue<JsonElement>("firebase", out var firebase) && firebase.ValueKind == JsonValueKind.Object)
        {
            Demand(!firebase.TryGetProperty("tenant", out _));
            Demand(!firebase.TryGetProperty("sign_in_provider", out var provider) || provider.ValueKind != JsonValueKind.String || provider.GetString() != "anonymous");
        }

        return new ProvenIdentity(token.Subject, TextOf(token, "email"), token.TryGetPayloadValue<bool>("email_verified", out var verified) && verified, TextOf(token, "name"));
    }

    private static string? TextOf(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<string>(claim, out var text) && !string.IsNullOrWhiteSpace(text) && !text.Contains('\0', StringComparison.Ordinal) ? text : null;

    private static DateTimeOffset? TimeOf(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<long>(claim, out var seconds) && seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static void Demand(bool holds)
    {
        if (!holds)
        {
            throw NewRefusal();
        }
    }

    // One answer for every fault: which one it was helps only those who forge.
    private static DomainRuleException NewRefusal() => new(Refused, "This Firebase token proves nothing here: it has expired, or was not issued for this platform. Sign in again.");
}
