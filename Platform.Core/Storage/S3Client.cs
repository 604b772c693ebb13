using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Platform.Core.Storage;

/// <summary>Makes S3 clients that S3-compatible servers understand as well as AWS.</summary>
internal static class S3Client
{
    public static AmazonS3Client Create(S3Options options)
    {
        var configuration = new AmazonS3Config
        {
            // Compatible servers know neither bucket host names nor the trailing checksums that the client adds by default.
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint.Length > 0)
        {
            configuration.ServiceURL = options.Endpoint;
            configuration.AuthenticationRegion = options.Region;
        }
        else
        {
            configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        return options.AccessKey.Length > 0
            ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), configuration)
            : new AmazonS3Client(configuration);
    }
}
