using System.Net.Sockets;
using Amazon.Runtime;

namespace Platform.Core.Storage;

/// <summary>What is missing for a while.</summary>
public enum OutageKind
{
    DiskFull,
    StoreSilent,
}

/// <summary>A failure that passes, a full disk or an object store that does not answer, told from those that do not.</summary>
/// <param name="Detail">The words of the operating system or the store.</param>
public sealed record StoreOutage(OutageKind Kind, string Detail)
{
    private const int ServerErrors = 500;

    /// <returns>Null where trying again would not help.</returns>
    public static StoreOutage? Find(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case StorageException { Code: "storage.full" }:
                    return new StoreOutage(OutageKind.DiskFull, (cause.InnerException ?? cause).Message);
                case IOException full when StorageException.IsDiskFull(full):
                    return new StoreOutage(OutageKind.DiskFull, full.Message);
                case BlobNotFoundException:
                    return null;
                case AmazonServiceException { StatusCode: > 0 } answered when (int)answered.StatusCode < ServerErrors:
                    return null;
                case AmazonServiceException or AmazonClientException or HttpRequestException or SocketException or TimeoutException:
                    return new StoreOutage(OutageKind.StoreSilent, cause.Message);
            }
        }

        return null;
    }
}
