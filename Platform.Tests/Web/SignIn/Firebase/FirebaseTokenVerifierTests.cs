using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Core.People;
using Platform.Core.Shared;
using Platform.Tests.Support;
using Platform.Web.SignIn.Firebase;

namespace Platform.Tests.Web.SignIn.Firebase;

/// <summary>Tokens signed by keys of our own, whose certificates a server of our own publishes.</summary>
public sealed class FirebaseTokenVerifierTests : IAsyncLifetime
{
    private readonly TestTime _time = new();
    private readonly HttpClient _http = FirebaseCertificates.NewClient();
    private CertificateServer _google = null!;
    private FirebaseCertificates _certificates = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _google = await CertificateServer.StartAsync("one", "two");
        _certificates = new FirebaseCertificates(_http, Settings(), _time, NullLogger<FirebaseCertificates>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _certificates.Dispose();
        _http.Dispose();
        await _google.DisposeAsync();
    }

    [Fact]
    public async Task Token_OfFirebase_ProvesWhoItIs()
    {
        var who = await Verifier().VerifyAsync(Token("one", Claims()), Cancellation);

        who.Should().Be(new ProvenIdentity("uid-bo", "bo@example.com", IsEmailVerified: true, "Bo Park"));
        (await Verifier().VerifyAsync(Token("two", Claims().With("email", null).With("email_verified", null).With("name", null)), Cancellation)).Should().Be(new ProvenIdentity("uid-bo", null, false, null));
        _google.Asked.Should().Be(1, "the certificates may be kept for an hour");
    }

    [Fact]
    public async Task Token_WithAnyClaimWrong_IsRefused()
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        (string Claim, object? Value)[] wrong =
        [
            ("iss", "https://securetoken.google.com/another"), ("iss", "https://evil.example/demo-platform"), ("iss", null), ("aud", "another"), ("aud", new[] { IdToken.Project, "another" }), ("aud", null),
            ("exp", now - 31), ("exp", null), ("exp", "soon"), ("exp", long.MaxValue), ("iat", now + 31), ("iat", null), ("auth_time", now + 31), ("auth_time", null),
            ("sub", ""), ("sub", null), ("sub", new string('u', 101)), ("sub", "a\0b"),
            ("firebase", new Dictionary<string, object?> { ["sign_in_provider"] = "anonymous" }), ("firebase", new Dictionary<string, object?> { ["sign_in_provider"] = "password", ["tenant"] = "t1" }),
        ];

        foreach (var (claim, value) in wrong)
        {
            (await CodeAsync(Token("one", Claims().With(claim, value)))).Should().Be("firebase.token", "{0} is {1}", claim, value);
        }

        (await CodeAsync(Token("one", Claims().With("exp", now - 29).With("iat", now + 29).With("auth_time", now + 29)))).Should().BeNull("clocks differ a little");
    }

    [Fact]
    public async Task Token_SignedByAnybodyElse_IsRefused()
    {
        using var other = RSA.Create(2048);
        var publicKey = Encoding.ASCII.GetBytes(_google.KeyOf("one").ExportSubjectPublicKeyInfoPem());
        var good = Token("one", Claims());
        string[] forged =
        [
            IdToken.Signed(other, "one", Claims()),
            IdToken.Signed(_google.KeyOf("two"), "one", Claims()),
            IdToken.Unsigned(Claims()),
            IdToken.Signed(Header("none", "one"), Claims(), _ => []),
            IdToken.Signed(Header("None", "one"), Claims(), _ => []),
            IdToken.Signed(Header("RS256", "one"), Claims(), _ => []),
            IdToken.Signed(Header("HS256", "one"), Claims(), bytes => HMACSHA256.HashData(publicKey, bytes)),
            IdToken.Signed(Header("RS512", "one"), Claims(), bytes => _google.KeyOf("one").SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)),
            IdToken.Signed(Header("PS256", "one"), Claims(), bytes => _google.KeyOf("one").SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)),
            IdToken.Signed(Header("RS256", null), Claims(), bytes => _google.KeyOf("one").SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            good[..good.LastIndexOf('.')] + ".",
            good[..^8] + "AAAAAAAA",
            string.Join('.', good.Split('.')[0], IdToken.Unsigned(Claims().With("sub", "uid-admin")).Split('.')[1], good.Split('.')[2]),
            "", ".", "..", "a.b.c", "plt_notajwt", new string('x', 1 << 20),
        ];

        foreach (var token in forged)
        {
            (await CodeAsync(token)).Should().Be("firebase.token", token[..Math.Min(token.Length, 60)]);
        }
    }

    [Fact]
    public async Task Keys_Rotated_AreFetchedAgainWhenANewOneIsNamed()
    {
        (await CodeAsync(Token("one", Claims()))).Should().BeNull();
        _time.Advance(FirebaseCertificates.LeastBetweenTries);
        _google.Publish("two", "three");

        (await CodeAsync(Token("three", Claims()))).Should().BeNull();
        (await CodeAsync(Token("one", Claims()))).Should().Be("firebase.token", "what is no longer published proves nothing");
        _google.Asked.Should().Be(2);
    }

    [Fact]
    public async Task Keys_WhoseTimeIsOver_AreFetchedAgainAndNotBefore()
    {
        _google.CacheControl = "public, max-age=600";
        await CodeAsync(Token("one", Claims()));
        _time.Advance(TimeSpan.FromSeconds(599));
        await CodeAsync(Token("one", Claims()));
        _google.Asked.Should().Be(1);
        _google.Publish("two");
        _time.Advance(TimeSpan.FromSeconds(1));

        (await CodeAsync(Token("one", Claims()))).Should().Be("firebase.token");
        _google.Asked.Should().Be(2);
    }

    [Fact]
    public async Task Keys_ThatAreMadeUp_MakeThisServerAskOnceAMinute()
    {
        for (var number = 0; number < 100; number++)
        {
            (await CodeAsync(Token("one", Claims(), $"made-up-{number}"))).Should().Be("firebase.token");
        }

        _google.Asked.Should().Be(1);
        _time.Advance(FirebaseCertificates.LeastBetweenTries);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => CodeAsync(Token("one", Claims(), $"again-{number}"))));
        _google.Asked.Should().Be(2);
    }

    [Fact]
    public async Task Certificates_Unreachable_LetNobodyInAndAreNotHammered()
    {
        foreach (var (status, body) in new (int, string?)[] { (500, null), (302, null), (200, "no json"), (200, "[]"), (200, "{\"one\":\"no certificate\"}"), (200, "null"), (200, new string(' ', 300 << 10)) })
        {
            (_google.Status, _google.Body) = (status, body);
            var before = _google.Asked;
            (await CodeAsync(Token("one", Claims()))).Should().Be("firebase.unreachable", "{0} {1}", status, body?.Length);
            (await CodeAsync(Token("one", Claims()))).Should().Be("firebase.unreachable");
            _google.Asked.Should().Be(before + 1);
            _time.Advance(FirebaseCertificates.LeastAfterFailure);
        }

        (_google.Status, _google.Body) = (200, null);
        (await CodeAsync(Token("one", Claims()))).Should().BeNull("it is there again");
        await _google.StopAsync();
        (await CodeAsync(Token("one", Claims()))).Should().BeNull("what was fetched may still be kept");
        _time.Advance(TimeSpan.FromHours(1));
        (await CodeAsync(Token("one", Claims()))).Should().Be("firebase.unreachable", "and no longer than that");
    }

    [Fact]
    public async Task UnsignedToken_WithTheEmulatorConfigured_IsTakenAndASignedOneIsNot()
    {
        var verifier = new FirebaseTokenVerifier(Options.Create(new FirebaseOptions { ProjectId = IdToken.Project, EmulatorHost = "127.0.0.1:9099" }), _certificates, _time);

        (await verifier.VerifyAsync(IdToken.Unsigned(Claims()), Cancellation)).FirebaseUid.Should().Be("uid-bo");
        foreach (var refused in new[] { Token("one", Claims()), IdToken.Unsigned(Claims().With("aud", "another")), IdToken.Unsigned(Claims().With("exp", 1)) })
        {
            (await verifier.Invoking(one => one.VerifyAsync(refused, Cancellation)).Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("firebase.token");
        }

        _google.Asked.Should().Be(0);
    }

    [Fact]
    public async Task Token_WithoutFirebaseConfigured_IsRefusedUnread() =>
        (await new FirebaseTokenVerifier(Options.Create(new FirebaseOptions()), _certificates, _time).Invoking(one => one.VerifyAsync("x", Cancellation)).Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("firebase.off");

    private Dictionary<string, object?> Claims() => IdToken.Claims(_time.GetUtcNow());

    /// <param name="named">The key id that the token names; that of the key where left out.</param>
    private string Token(string keyId, Dictionary<string, object?> claims, string? named = null) => IdToken.Signed(_google.KeyOf(keyId), named ?? keyId, claims);

    private static Dictionary<string, object?> Header(string algorithm, string? keyId) => new Dictionary<string, object?> { ["alg"] = algorithm, ["typ"] = "JWT" }.With("kid", keyId);

    private IOptions<FirebaseOptions> Settings() => Options.Create(new FirebaseOptions { ProjectId = IdToken.Project, ApiKey = "key", CertificateUrl = _google.Url });

    private FirebaseTokenVerifier Verifier() => new(Settings(), _certificates, _time);

    /// <returns>Null for a token that is taken.</returns>
    private async Task<string?> CodeAsync(string token)
    {
        try
        {
            await Verifier().VerifyAsync(token, Cancellation);
            return null;
        }
        catch (DomainRuleException refusal)
        {
            return refusal.Code;
        }
    }
}
