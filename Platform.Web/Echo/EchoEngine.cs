using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Platform.Core.Llm;
using Platform.Core.Llm.Connections;

namespace Platform.Web.Echo;

/// <summary>
/// Who may talk to the built-in engine, and where it is. It answers programs on this machine that know a secret made at this start: the platform itself, which keeps it as the credential of
/// the engine's deployment. Behind a proxy on the same machine everybody seems to sit here; the secret keeps them out.
/// </summary>
public sealed class EchoEngine : IEchoEngine
{
    public const string Path = "/echo";

    private const string Scheme = "Bearer ";

    private readonly IServer _server;
    private readonly byte[] _secretHash;

    public EchoEngine(LlmOptions options, IServer server)
    {
        (_server, IsEnabled) = (server, options.EchoEngine);
        _secretHash = SHA256.HashData(Encoding.UTF8.GetBytes(Secret));
    }

    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public bool IsEnabled { get; }

    // Asked for while the server runs: only then is a port of 0 a number.
    public Uri? BaseUri => !IsEnabled ? null : _server.Features.Get<IServerAddressesFeature>()?.Addresses
        .Select(address => Loopback(address)).FirstOrDefault(address => address is not null);

    public bool Lets(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim())), _secretHash);
    }

    // Kestrel says http://0.0.0.0:5080, http://[::]:5080 or http://*:5080 where it listens everywhere.
    private static Uri? Loopback(string address)
    {
        var binding = BindingAddress.Parse(address);
        if (!binding.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || binding.IsUnixPipe || binding.IsNamedPipe)
        {
            return null;
        }

        var host = IPAddress.TryParse(binding.Host, out var ip)
            ? IPAddress.IsLoopback(ip) ? ip : ip.Equals(IPAddress.Any) ? IPAddress.Loopback : ip.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : null
            : binding.Host is "localhost" or "*" or "+" ? IPAddress.Loopback : null;
        return host is null ? null : new UriBuilder("http", $"{host}", binding.Port, binding.PathBase + Path).Uri;
    }
}
