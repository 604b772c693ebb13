using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.Tests.Web.SignIn.Firebase;

/// <summary>Keys of our own, and a server of our own that publishes their certificates as Google does. Counts how often it is asked.</summary>
public sealed class CertificateServer : IAsyncDisposable
{
    private readonly Dictionary<string, RSA> _keys = [];
    private readonly List<string> _published = [];
    private readonly WebApplication _app;
    private int _asked;

    private CertificateServer(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public int Asked => _asked;

    public string CacheControl { get; set; } = "public, max-age=3600, must-revalidate";

    public int Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>Instead of the certificates.</summary>
    public string? Body { get; set; }

    /// <param name="keyIds">Published from the start.</param>
    public static async Task<CertificateServer> StartAsync(params string[] keyIds)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new CertificateServer(builder.Build());
        server._app.MapGet("/certificates", server.Answer);
        await server._app.StartAsync();
        server.Url = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/certificates";
        server.Publish(keyIds);
        return server;
    }

    /// <summary>From now on these are the keys, and no others.</summary>
    public void Publish(params string[] keyIds)
    {
        _published.Clear();
        _published.AddRange(keyIds);
    }

    /// <summary>The private key with this id; made at the first call.</summary>
    public RSA KeyOf(string keyId) => _keys.TryGetValue(keyId, out var key) ? key : _keys[keyId] = RSA.Create(2048);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private IResult Answer(HttpResponse response)
    {
        Interlocked.Increment(ref _asked);
        response.Headers.CacheControl = CacheControl;
        return Results.Text(Body ?? JsonSerializer.Serialize(_published.ToDictionary(id => id, CertificateOf)), "application/json", statusCode: Status);
    }

    private string CertificateOf(string keyId)
    {
        var request = new CertificateRequest("CN=securetoken.test", KeyOf(keyId), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return certificate.ExportCertificatePem();
    }
}
