using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Platform.Core.Storage;

/// <summary>Where bytes are kept: section <c>Storage</c> of the configuration.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary><c>local</c> or <c>s3</c>.</summary>
    public string Kind { get; set; } = "local";

    /// <summary>Folder of local blobs; with S3 the folder of the download cache and of uploads on their way.</summary>
    public string Root { get; set; } = "data/storage";

    /// <summary>Bound of tiles and thumbnails kept on disk, in bytes; those not looked at for longest go first.</summary>
    public long DerivedBytes { get; set; } = 20L << 30;

    public S3Options S3 { get; set; } = new();

    internal bool IsS3 => string.Equals(Kind, "s3", StringComparison.OrdinalIgnoreCase);

    internal static void Read(IConfiguration configuration, StorageOptions options)
    {
        var section = configuration.GetSection(Section);
        options.Kind = section["Kind"] ?? options.Kind;
        options.Root = section["Root"] ?? options.Root;
        if (section[nameof(DerivedBytes)] is { } bytes)
        {
            // What is no number becomes one that the check at start-up refuses.
            options.DerivedBytes = long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        var s3 = section.GetSection("S3");
        options.S3.Endpoint = s3["Endpoint"] ?? options.S3.Endpoint;
        options.S3.Region = s3["Region"] ?? options.S3.Region;
        options.S3.Bucket = s3["Bucket"] ?? options.S3.Bucket;
        options.S3.Prefix = s3["Prefix"] ?? options.S3.Prefix;
        options.S3.AccessKey = s3["AccessKey"] ?? options.S3.AccessKey;
        options.S3.SecretKey = s3["SecretKey"] ?? options.S3.SecretKey;
    }
}

/// <summary>An S3 bucket, of AWS or of a compatible server.</summary>
public sealed class S3Options
{
    /// <summary>Base address of a compatible server such as MinIO; empty for AWS.</summary>
    public string Endpoint { get; set; } = "";

    public string Region { get; set; } = "us-east-1";

    public string Bucket { get; set; } = "";

    /// <summary>Put before every key, so that several installations can share a bucket.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Empty to use the machine's own AWS credentials.</summary>
    public string AccessKey { get; set; } = "";

    public string SecretKey { get; set; } = "";
}

/// <summary>Reports every wrong storage setting at start-up, each by its key.</summary>
internal sealed class ValidateStorageOptions : IValidateOptions<StorageOptions>
{
    private const long SmallestDerivedBytes = 16 << 20;

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var errors = new List<string>();
        if (!options.IsS3 && !string.Equals(options.Kind, "local", StringComparison.OrdinalIgnoreCase))
        {
            errors.Add($"Storage:Kind is '{options.Kind}'; it must be 'local' or 's3'.");
        }

        if (string.IsNullOrWhiteSpace(options.Root))
        {
            errors.Add("Storage:Root is empty; name a folder.");
        }

        if (options.DerivedBytes < SmallestDerivedBytes)
        {
            errors.Add($"Storage:DerivedBytes must be a whole number; give tiles and thumbnails at least {SmallestDerivedBytes} bytes of disk.");
        }

        if (options.IsS3)
        {
            CheckS3(options.S3, errors);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckS3(S3Options s3, List<string> errors)
    {
        if (s3.Bucket.Length is < 3 or > 63)
        {
            errors.Add("Storage:S3:Bucket must be the name of an existing bucket (3 to 63 characters).");
        }

        if (s3.Endpoint.Length > 0 && !(Uri.TryCreate(s3.Endpoint, UriKind.Absolute, out var endpoint) && (endpoint.Scheme is "http" or "https")))
        {
            errors.Add($"Storage:S3:Endpoint is '{s3.Endpoint}'; it must be an http or https address, or empty for AWS.");
        }

        if (s3.AccessKey.Length == 0 != (s3.SecretKey.Length == 0))
        {
            errors.Add("Storage:S3:AccessKey and Storage:S3:SecretKey must be set together, or both left empty.");
        }
    }
}
