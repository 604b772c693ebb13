using System.Net.Sockets;
using Amazon.Runtime;

namespace Platform.Core.Storage;

/// <summary>Tells failures that pass, a full disk or an object store that does not answer, from those that do not.</summary>
public static class StoreOutage
{
    private const int ServerErrors = 500;

    /// <summary>What is missing and what to do about it; null where trying again would not help.</summary>
    public static string? Explain(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case StorageException { Code: "storage.full" }:
                    return cause.Message;
                case IOException full when StorageException.IsDiskFull(full):
                    return $"The disk is full ({full.Message}). Free some space.";
                case BlobNotFoundException:
                    return null;
                case AmazonServiceException { StatusCode: > 0 } answered when (int)answered.StatusCode < ServerErrors:
                    return null;
                case AmazonServiceException or AmazonClientException or HttpRequestException or SocketException or TimeoutException:
                    return $"The object store does not answer ({cause.Message}). Start it, or check Storage:S3:Endpoint.";
            }
        }

        return null;
    }
}
