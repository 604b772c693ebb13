using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;

namespace Platform.Core.Storage;

/// <summary>Reads buckets that are not the platform's own, on the S3 server of the storage settings; it writes nothing.</summary>
public sealed class S3Listing(IOptions<StorageOptions> options) : IDisposable
{
    private readonly Lazy<AmazonS3Client> _client = new(() => S3Client.Create(options.Value.S3));

    /// <summary>Keys that start with the prefix, and their sizes, without those that only stand for folders.</summary>
    public async IAsyncEnumerable<(string Key, long Bytes)> ListAsync(string bucket, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        do
        {
            ListObjectsV2Response page;
            try
            {
                page = await _client.Value.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
            }
            catch (AmazonS3Exception exception)
            {
                throw new StorageException("ingest.s3_refused", $"The bucket '{bucket}' cannot be read: {exception.Message}", bucket, exception.Message);
            }

            foreach (var item in (page.S3Objects ?? []).Where(item => !item.Key.EndsWith('/')))
            {
                yield return (item.Key, item.Size ?? 0);
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <summary>Throws <see cref="IOException"/> for an object that cannot be read, as a file would.</summary>
    public async Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.Value.GetObjectAsync(bucket, key, cancellationToken).ConfigureAwait(false)).ResponseStream;
        }
        catch (AmazonS3Exception exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }
}
