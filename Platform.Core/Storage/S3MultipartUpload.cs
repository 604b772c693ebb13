using Amazon.Runtime;
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
                    UseChunkEncoding = false,
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
            await AbortAsync(client, bucket, key, upload.UploadId).ConfigureAwait(false);
            throw;
        }
    }

    // Goes out even when the upload was cancelled, and never hides why the upload failed.
    private static async Task AbortAsync(IAmazonS3 client, string bucket, string key, string uploadId)
    {
        try
        {
            await client.AbortMultipartUploadAsync(bucket, key, uploadId, CancellationToken.None).ConfigureAwait(false);
        }
        catch (AmazonServiceException)
        {
            // The bucket's own rule for incomplete uploads collects the parts.
        }
    }
}
