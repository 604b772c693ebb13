using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Core.Storage;
using Platform.Tests.Support;

namespace Platform.Tests.Storage;

public sealed class StorageOptionsTests
{
    [Fact]
    public void AddPlatformStorage_WithLocalSettings_OpensALocalStore()
    {
        using var folder = new TemporaryFolder();
        using var provider = Provider(("Storage:Kind", "local"), ("Storage:Root", folder.Path));

        provider.GetRequiredService<IBlobStore>().Should().BeOfType<LocalBlobStore>();
        provider.GetRequiredService<BlobCache>().Should().NotBeNull();
    }

    [Fact]
    public void AddPlatformStorage_WithWrongSettings_NamesEveryKey()
    {
        using var provider = Provider(("Storage:Kind", "s3"), ("Storage:Root", " "), ("Storage:S3:Endpoint", "minio"), ("Storage:S3:AccessKey", "x"));

        var read = () => provider.GetRequiredService<IOptions<StorageOptions>>().Value;

        read.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(4)
            .And.Contain(failure => failure.Contains("Storage:Root", StringComparison.Ordinal))
            .And.Contain(failure => failure.Contains("Storage:S3:Bucket", StringComparison.Ordinal))
            .And.Contain(failure => failure.Contains("Storage:S3:Endpoint", StringComparison.Ordinal))
            .And.Contain(failure => failure.Contains("Storage:S3:SecretKey", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_OfAnUnknownKind_IsRefused()
    {
        using var provider = Provider(("Storage:Kind", "ftp"));

        var read = () => provider.GetRequiredService<IOptions<StorageOptions>>().Value;

        read.Should().Throw<OptionsValidationException>().WithMessage("*Storage:Kind*");
    }

    private static ServiceProvider Provider(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddPlatformStorage(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build())
        .BuildServiceProvider();
}
