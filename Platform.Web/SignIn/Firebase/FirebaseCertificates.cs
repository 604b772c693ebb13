using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Platform.Core.Shared;

namespace Platform.Web.SignIn.Firebase;

/// <summary>
/// The public keys of those who sign Firebase's tokens, kept as long as the answer that brought them may be kept. A key id that is not among them is looked for again once, at most once a
/// minute in all, so that tokens with made-up ids cannot make this server ask without end. Safe for any number of threads.
/// </summary>
public sealed partial class FirebaseCertificates(HttpClient http, IOptions<FirebaseOptions> options, TimeProvider time, ILogger<FirebaseCertificates> logger) : IDisposable
{
    public static readonly TimeSpan LeastBetweenTries = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LeastAfterFailure = TimeSpan.FromSeconds(10);

    private const int MaxBytes = 256 << 10;
    private static readonly TimeSpan s_shortestKept = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_keptWithoutWord = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_longestKept = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private FrozenDictionary<string, SecurityKey> _keys = FrozenDictionary<string, SecurityKey>.Empty;
    private DateTimeOffset _keptUntil = DateTimeOffset.MinValue;
    private DateTimeOffset _nextTry = DateTimeOffset.MinValue;
    private DomainRuleException? _failure;

    /// <returns>The key with this id; null where there is none.</returns>
    public async Task<SecurityKey?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var isFresh = time.GetUtcNow() < _keptUntil;
            if (isFresh && _keys.TryGetValue(keyId, out var known))
            {
                return known;
            }

            if (time.GetUtcNow() >= _nextTry)
            {
                await FetchAsync();
            }
            else if (!isFresh)
            {
                throw _failure ?? Unreachable(null);
            }

            return _keys.GetValueOrDefault(keyId);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // Not cancelled with the request that happens to ask: others wait for the same answer. The client has a time limit of its own.
    private async Task FetchAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, options.Value.CertificateUrl);
            using var answer = (await http.SendAsync(request)).EnsureSuccessStatusCode();
            _keys = Parse(await answer.Content.ReadAsStringAsync());
            var now = time.GetUtcNow();
            (_keptUntil, _nextTry, _failure) = (now + LifetimeOf(answer), now + LeastBetweenTries, null);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException or CryptographicException or InvalidOperationException)
        {
            LogUnreachable(logger, options.Value.CertificateUrl, failure);
            _nextTry = time.GetUtcNow() + LeastAfterFailure;
            _failure = Unreachable(failure);
            if (time.GetUtcNow() >= _keptUntil)
            {
                throw _failure;
            }
        }
    }

    private static FrozenDictionary<string, SecurityKey> Parse(string json)
    {
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? throw new JsonException("There is no object of certificates.");
        return texts.ToFrozenDictionary(
            pair => pair.Key,
            SecurityKey (pair) =>
            {
                using var certificate = X509Certificate2.CreateFromPem(pair.Value);
                var key = certificate.GetRSAPublicKey() ?? throw new CryptographicException("A certificate holds no RSA key.");
                return new RsaSecurityKey(key.ExportParameters(includePrivateParameters: false)) { KeyId = pair.Key };
            },
            StringComparer.Ordinal);
    }

    private static TimeSpan LifetimeOf(HttpResponseMessage answer)
    {
        var kept = (answer.Headers.CacheControl?.MaxAge ?? s_keptWithoutWord) - (answer.Headers.Age ?? TimeSpan.Zero);
        return kept < s_shortestKept ? s_shortestKept : kept > s_longestKept ? s_longestKept : kept;
    }

    private static DomainRuleException Unreachable(Exception? cause)
    {
        const string code = "firebase.unreachable";
        const string message = "The keys that prove sign-ins by Firebase cannot be had right now, so nobody is let in by it. Try again in a minute; if it stays so, ask the operator whether this server reaches Google.";
        return cause is null ? new DomainRuleException(code, message) : new DomainRuleException(code, message, cause);
    }

    /// <summary>The client that asks: patient for seconds only, follows nobody elsewhere and reads no more than certificates need.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = MaxBytes,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificates of Firebase could not be fetched from {Url}")]
    private static partial void LogUnreachable(ILogger logger, string url, Exception failure);
}
