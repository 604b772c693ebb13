using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace Platform.Core.Storage;

/// <summary>Keeps blobs in an S3 bucket under the same keys as the local store. Content is spooled to disk first, since its hash is its key.</summary>
public sealed class S3BlobStore : IBlobStore, IDisposable
{
    /// <summary>Objects above this size are sent in parts of this size.</summary>
    internal const long PartBytes = 16L << 20;

    private readonly AmazonS3Client _client;
    private readonly S3Options _options;
    private readonly string _temporary;
    private readonly string _scheme;

    public S3BlobStore(StorageOptions options)
    {
        _options = options.S3;
        _temporary = Path.Combine(Path.GetFullPath(options.Root), "tmp");
        DurableFile.CreateFolder(_temporary);
        _scheme = $"s3://{_options.Bucket}/{(_options.Prefix.Length == 0 ? "" : _options.Prefix.Trim('/') + "/")}";
        _client = S3Client.Create(_options);
    }

    public async Task<BlobRef> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        var spool = await ContentSpool.WriteAsync(_temporary, content, durable: false, cancellationToken).ConfigureAwait(false);
        await using (spool.ConfigureAwait(false))
        {
            var uri = _scheme + BlobKey.ForContent(spool.Sha256);
            if (await SizeAsync(uri, cancellationToken).ConfigureAwait(false) != spool.Size)
            {
                await SendAsync(uri, spool, cancellationToken).ConfigureAwait(false);
            }

            return new BlobRef(spool.Sha256, spool.Size, uri);
        }
    }

    public async Task<BlobRef> PutNamedAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var uri = _scheme + BlobKey.ForName(name);
        var spool = await ContentSpool.WriteAsync(_temporary, content, durable: false, cancellationToken).ConfigureAwait(false);
        await using (spool.ConfigureAwait(false))
        {
            await SendAsync(uri, spool, cancellationToken).ConfigureAwait(false);
            return new BlobRef(spool.Sha256, spool.Size, uri);
        }
    }

    public string UriOf(string name) => _scheme + BlobKey.ForName(name);

    public async Task<Stream> OpenReadAsync(string uri, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _client.GetObjectAsync(_options.Bucket, KeyOf(uri), cancellationToken).ConfigureAwait(false);
            return response.ResponseStream;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            throw new BlobNotFoundException(uri);
        }
    }

    public async Task<bool> ExistsAsync(string uri, CancellationToken cancellationToken) =>
        await SizeAsync(uri, cancellationToken).ConfigureAwait(false) is not null;

    public async Task<bool> DeleteAsync(string uri, CancellationToken cancellationToken)
    {
        var existed = await ExistsAsync(uri, cancellationToken).ConfigureAwait(false);
        await _client.DeleteObjectAsync(_options.Bucket, KeyOf(uri), cancellationToken).ConfigureAwait(false);
        return existed;
    }

    public async IAsyncEnumerable<NamedBlob> ListNamedAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = KeyOf($"{_scheme}{BlobKey.NamedFolder}/x")[..^1];
        var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = folder + prefix };
        do
        {
            var page = await _client.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.S3Objects ?? [])
            {
                var name = item.Key[folder.Length..];
                yield return new NamedBlob(name, item.Size ?? 0, _scheme + BlobKey.ForName(name));
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    public string? LocalPath(string uri) => null;

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(string uri, ContentSpool spool, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(spool.Path);
        await using (file.ConfigureAwait(false))
        {
            if (spool.Size > PartBytes)
            {
                await S3MultipartUpload.SendAsync(_client, _options.Bucket, KeyOf(uri), file, PartBytes, cancellationToken).ConfigureAwait(false);
                return;
            }

            // Chunk encoding is one more thing that compatible servers need not know; the file can be read twice for its signature.
            var request = new PutObjectRequest
            {
                BucketName = _options.Bucket, Key = KeyOf(uri), InputStream = file, AutoCloseStream = false, UseChunkEncoding = false,
            };
            await _client.PutObjectAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<long?> SizeAsync(string uri, CancellationToken cancellationToken)
    {
        try
        {
            var metadata = await _client.GetObjectMetadataAsync(_options.Bucket, KeyOf(uri), cancellationToken).ConfigureAwait(false);
            return metadata.ContentLength;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private string KeyOf(string uri)
    {
        var key = BlobKey.Strip(uri, _scheme);
        BlobKey.CheckRelative(key);
        return _scheme[$"s3://{_options.Bucket}/".Length..] + key;
    }
}
