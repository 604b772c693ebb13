using Microsoft.Extensions.Configuration;

namespace Platform.Core.Assets;

/// <summary>Where administrators may take files from without uploading them: section <c>Ingest</c> of the configuration. Nothing unless it says so.</summary>
public sealed class IngestOptions
{
    public const string Section = "Ingest";

    /// <summary>Folders of the server, with all below them: <c>Ingest:Roots:0</c>, <c>Ingest:Roots:1</c>, …</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>Buckets of the S3 server of section <c>Storage:S3</c>: <c>Ingest:Buckets:0</c>, …</summary>
    public IReadOnlyList<string> Buckets { get; init; } = [];

    public static IngestOptions Read(IConfiguration configuration)
    {
        IReadOnlyList<string> List(string name) => [.. configuration.GetSection($"{Section}:{name}").GetChildren().Select(item => item.Value).OfType<string>().Where(item => item.Length > 0)];
        return new IngestOptions { Roots = List(nameof(Roots)), Buckets = List(nameof(Buckets)) };
    }
}
