using Platform.Core.Access;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Core.Assets.Commands;

/// <summary>Takes the images and videos under a prefix of an S3 bucket into a draft version, if the configuration allows the bucket. For administrators.</summary>
public sealed class IngestS3PrefixCommand(IngestAssetsCommand ingest, S3Listing listing, IngestOptions options)
{
    private const string Scheme = "s3://";

    /// <param name="address">Such as <c>s3://camera-archive/2026/may/</c>.</param>
    public async Task<IngestReport> ExecuteAsync(Actor actor, Guid versionId, string address, IProgress<IngestProgress>? progress, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        var (bucket, prefix) = Parse(address);
        if (!options.Buckets.Contains(bucket, StringComparer.Ordinal))
        {
            throw new DomainRuleException(
                "ingest.bucket_not_allowed", $"The platform may not read the bucket '{bucket}'. An operator can allow it with Ingest:Buckets in the configuration.", bucket);
        }

        // Files are known by their paths below the last folder of the prefix, as they would be after an upload of that folder.
        var folder = prefix[..(prefix.LastIndexOf('/') + 1)];
        var bytesByPath = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var (key, bytes) in listing.ListAsync(bucket, prefix, cancellationToken))
        {
            bytesByPath[key[folder.Length..]] = bytes;
        }

        var source = UploadSource.Of(bytesByPath, async (path, cancellation) => await listing.OpenAsync(bucket, folder + path, cancellation));
        return await ingest.ExecuteAsync(actor, versionId, source, progress, cancellationToken);
    }

    private static (string Bucket, string Prefix) Parse(string address)
    {
        var parts = address.Trim().StartsWith(Scheme, StringComparison.Ordinal) ? address.Trim()[Scheme.Length..].Split('/', 2) : [""];
        return parts[0].Length > 0
            ? (parts[0], parts.ElementAtOrDefault(1) ?? "")
            : throw new DomainRuleException("ingest.s3_address", $"'{address}' is no address such as s3://bucket/folder/.", address);
    }
}
