using Amazon.Runtime;
using Amazon.S3;
using Platform.Core.Storage;

namespace Platform.Tests.Storage;

public sealed class S3BlobStoreTests : IDisposable
{
    private readonly StoreFixture _stores = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public void Dispose() => _stores.Dispose();

    [Fact]
    public async Task MultipartUpload_WhoseSourceBreaks_IsAborted()
    {
        var options = _stores.S3Settings("abort-" + Guid.CreateVersion7().ToString("N")[..16]);
        using var client = S3Client.Create(options.S3);
        await client.PutBucketAsync(options.S3.Bucket, _cancel);
        var sent = new List<string>();
        client.BeforeRequestEvent += (_, arguments) => sent.Add(((WebServiceRequestEventArgs)arguments).Request.GetType().Name);
        var source = new ShrinkingStream(6 << 20);

        var send = () => S3MultipartUpload.SendAsync(client, options.S3.Bucket, "broken", source, 5 << 20, _cancel);

        await send.Should().ThrowAsync<Exception>();
        sent.Should().EndWith("AbortMultipartUploadRequest");
        var read = () => client.GetObjectAsync(options.S3.Bucket, "broken", _cancel);
        await read.Should().ThrowAsync<AmazonS3Exception>();
    }

    // Fails when the second part is read.
    private sealed class ShrinkingStream(int length) : MemoryStream(new byte[length])
    {
        public override int Read(byte[] buffer, int offset, int count) => Checked(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Checked(base.Read(buffer));

        private int Checked(int read) => Position > 5 << 20 ? throw new IOException("The disk failed.") : read;
    }
}
