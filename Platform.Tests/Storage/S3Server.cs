using System.Diagnostics;
using System.Net.Sockets;
using Amazon.S3.Model;
using Platform.Core.Storage;
using Platform.Tests.EndToEnd;
using Platform.Tests.Support;

namespace Platform.Tests.Storage;

/// <summary>An S3 server of a test's own, which can go away and come back with what it holds.</summary>
internal sealed class S3Server : IDisposable
{
    private const string Bucket = "checkpoints";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort();
    private Process? _process;

    public StorageOptions Options => new()
    {
        Kind = "s3",
        Root = _folder["spool"],
        S3 = new S3Options { Endpoint = $"http://127.0.0.1:{_port}", Bucket = Bucket, AccessKey = "S3RVER", SecretKey = "S3RVER" },
    };

    public static async Task<S3Server> StartAsync()
    {
        Assert.SkipUnless(!string.IsNullOrEmpty(StoreFixture.Endpoint), "No S3 server: scripts/start-s3rver.sh installs one; set PLATFORM_TEST_S3 to the address it prints.");
        var server = new S3Server();
        await server.StartAgainAsync();
        using var client = S3Client.Create(server.Options.S3);
        await client.PutBucketAsync(new PutBucketRequest { BucketName = Bucket }, TestContext.Current.CancellationToken);
        return server;
    }

    public async Task StartAgainAsync()
    {
        var program = Path.Combine(Repo.Root, "artifacts", "s3rver", "node_modules", ".bin", "s3rver");
        _process = Process.Start(program, ["--directory", Directory.CreateDirectory(_folder["data"]).FullName, "--address", "127.0.0.1", "--port", $"{_port}", "--silent"]);
        await Eventually.HoldsAsync(IsListeningAsync, isListening => isListening, "the S3 server");
    }

    public void Stop()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        _folder.Dispose();
    }

    private async Task<bool> IsListeningAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
