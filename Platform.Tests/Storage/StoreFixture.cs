using Amazon.S3.Model;
using Platform.Core.Storage;
using Platform.Tests.Support;

namespace Platform.Tests.Storage;

/// <summary>Opens an empty store of either kind; S3 needs PLATFORM_TEST_S3, the address that scripts/start-s3rver.sh prints.</summary>
internal sealed class StoreFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private S3BlobStore? _s3;

    public string Root => _folder.Path;

    public static string? Endpoint => Environment.GetEnvironmentVariable("PLATFORM_TEST_S3");

    public async Task<IBlobStore> OpenAsync(string kind)
    {
        if (kind == "local")
        {
            return new LocalBlobStore(Root, TimeProvider.System);
        }

        var options = S3Settings($"t{Ids()}");
        using var client = S3Client.Create(options.S3);
        await client.PutBucketAsync(new PutBucketRequest { BucketName = options.S3.Bucket }, TestContext.Current.CancellationToken);
        return _s3 = new S3BlobStore(options);
    }

    public StorageOptions S3Settings(string bucket)
    {
        Assert.SkipUnless(!string.IsNullOrEmpty(Endpoint), "No S3 server: start one with scripts/start-s3rver.sh and set PLATFORM_TEST_S3 to the address it prints.");
        return new StorageOptions
        {
            Kind = "s3",
            Root = Root,
            S3 = new S3Options { Endpoint = Endpoint!, Bucket = bucket, Prefix = "team-a", AccessKey = "S3RVER", SecretKey = "S3RVER" },
        };
    }

    public void Dispose()
    {
        _s3?.Dispose();
        _folder.Dispose();
    }

    private static string Ids() => Guid.CreateVersion7().ToString("N")[..20] + Random.Shared.Next(1000, 9999);
}

/// <summary>A source that fails after some bytes, as an upload whose connection breaks.</summary>
internal sealed class BreakingStream(int length) : MemoryStream(new byte[length])
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Position == Length ? throw new IOException("The connection broke.") : base.ReadAsync(buffer, cancellationToken);
}
