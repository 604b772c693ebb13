using Amazon.S3;
using Amazon.S3.Model;

namespace Platform.Core.Storage;

/// <summary>Sends a large file in parts; a failed upload is aborted, so that its parts cost no space.</summary>
internal static class S3MultipartUpload
{
    public static async Task SendAsync(IAmazonS3 client, string bucket, string key, Stream file, long partBytes, CancellationToken cancellationToken)
    {
        var upload = await client.InitiateMultipartUploadAsync(bucket, key, cancellationToken).ConfigureAwait(false);
        try
        {
            var parts = new List<PartETag>();
            var number = 0;
            for (var position = 0L; position < file.Length; position += partBytes)
            {
                file.Position = position;
                var request = new UploadPartRequest
                {
                    BucketName = bucket,
                    Key = key,
                    UploadId = upload.UploadId,
                    PartNumber = ++number,
                    PartSize = Math.Min(partBytes, file.Length - position),
                    InputStream = file,
                };
                var response = await client.UploadPartAsync(request, cancellationToken).ConfigureAwait(false);
                parts.Add(new PartETag(number, response.ETag));
            }

            await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload.UploadId, PartETags = parts },
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The upload may have been cancelled; its abort must still go out.
            await client.AbortMultipartUploadAsync(bucket, key, upload.UploadId, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
