using Amazon.S3.Model;
using Microsoft.Extensions.Options;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Storage;
using Platform.Tests.Storage;
using Platform.Tests.Support;

namespace Platform.Tests.Assets;

/// <summary>Images that lie in somebody's bucket: only in allowed buckets, only for administrators.</summary>
public sealed class IngestS3PrefixTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ingest_OfAPrefix_TakesItsImagesAndNothingElse()
    {
        using var stores = new StoreFixture();
        var settings = stores.S3Settings($"archive{Guid.CreateVersion7():N}"[..30]);
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var version = await world.AddEmptyDraftAsync();
        using (var client = S3Client.Create(settings.S3))
        {
            await client.PutBucketAsync(new PutBucketRequest { BucketName = settings.S3.Bucket }, Cancellation);
            foreach (var (key, bytes) in new[]
            {
                ("2026/may/cam/a.png", HeaderCodec.Png(20, 10, "a")), ("2026/may/b.png", HeaderCodec.Png(20, 10, "b")), ("2026/may/notes.txt", "x"u8.ToArray()), ("2026/may/broken.png", "x"u8.ToArray()),
                ("2026/june/c.png", HeaderCodec.Png(20, 10, "c")),
            })
            {
                await client.PutObjectAsync(new PutObjectRequest { BucketName = settings.S3.Bucket, Key = key, InputStream = new MemoryStream(bytes), UseChunkEncoding = false }, Cancellation);
            }
        }

        using var listing = new S3Listing(Options.Create(settings));
        var command = new IngestS3PrefixCommand(world.Ingest, listing, new IngestOptions { Buckets = [settings.S3.Bucket] });
        var report = await command.ExecuteAsync(world.Admin, version, $"s3://{settings.S3.Bucket}/2026/may/", null, Cancellation);

        report.Added.Select(asset => asset.Name).Should().BeEquivalentTo("cam/a.png", "b.png");
        report.Failed.Select(file => file.Name).Should().Equal("broken.png");
        report.Ignored.Should().Equal("notes.txt");
    }

    [Fact]
    public async Task Ingest_OfAnythingElse_IsRefused()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        using var listing = new S3Listing(Options.Create(new StorageOptions()));
        var command = new IngestS3PrefixCommand(world.Ingest, listing, new IngestOptions { Buckets = ["archive"] });
        Task<string> Code(string address, Core.Access.Actor? actor = null) => DatasetWorld.RefusedAsync(() => command.ExecuteAsync(actor ?? world.Admin, world.Seed.Version.Id, address, null, Cancellation));

        (await Code("s3://secrets/keys/")).Should().Be("ingest.bucket_not_allowed");
        (await Code("s3://archive-2/x/")).Should().Be("ingest.bucket_not_allowed");
        (await Code("/etc")).Should().Be("ingest.s3_address");
        (await Code("s3://")).Should().Be("ingest.s3_address");
        (await Code("s3://archive/x/", world.Actor)).Should().Be("access.denied");
    }
}
