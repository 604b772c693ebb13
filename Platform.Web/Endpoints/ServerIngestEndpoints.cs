using Platform.Core.Annotations.Commands;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Interchange;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Files that need no upload, since the server reaches them itself; for administrators, within what the configuration allows.</summary>
public static class ServerIngestEndpoints
{
    public static void MapServerIngest(this IEndpointRouteBuilder api)
    {
        var versions = api.MapGroup("/dataset-versions/{versionId:guid}").WithTags("Assets");
        versions.MapPost("/server-folder", FolderAsync);
        versions.MapPost("/s3-prefix", PrefixAsync);
    }

    public static Task<FolderReport> FolderAsync(RequestActor who, Guid versionId, ServerFolder body, IngestServerPathCommand ingest, CancellationToken cancellation) =>
        ingest.ExecuteAsync(who.Actor, versionId, body.Path, body.Format is { } format ? new ImportRequest(format, ApplySplits: body.ApplySplits) : null, null, cancellation);

    public static Task<IngestReport> PrefixAsync(RequestActor who, Guid versionId, S3Prefix body, IngestS3PrefixCommand ingest, CancellationToken cancellation) =>
        ingest.ExecuteAsync(who.Actor, versionId, body.Address, null, cancellation);
}

/// <summary>A folder of the server.</summary>
/// <param name="Format">Of annotations beside the images, which are imported too; null to take the images only.</param>
public sealed record ServerFolder(string Path, InterchangeFormat? Format = null, bool ApplySplits = false);

/// <summary>Such as <c>s3://bucket/folder/</c>.</summary>
public sealed record S3Prefix(string Address);
