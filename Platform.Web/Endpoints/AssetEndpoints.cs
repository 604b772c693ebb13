using Microsoft.Net.Http.Headers;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Queries;
using Platform.Core.Departments.Queries;
using Platform.Core.Shared;
using Platform.Core.Video;
using Platform.Web.Hosting;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Uploads, galleries, image bytes, frames of videos and thumbnails.</summary>
public static class AssetEndpoints
{
    private const int DefaultPageSize = 60;

    // An asset's bytes never change, but who may see them can: browsers keep them without asking, shared caches never.
    private const string Forever = "private, max-age=31536000, immutable";

    public static void MapAssets(this IEndpointRouteBuilder api)
    {
        var assets = api.MapGroup("").WithTags("Assets");
        assets.MapPost("/dataset-versions/{versionId:guid}/assets", UploadAsync).WithMetadata(UploadLimit.Instance).Accepts<IFormFile>("multipart/form-data");
        assets.MapGet("/dataset-versions/{versionId:guid}/assets", ListAsync);
        assets.MapDelete("/dataset-versions/{versionId:guid}/assets", DeleteAsync);
        assets.MapGet("/assets/{assetId:guid}", GetAsync);
        assets.MapGet("/assets/{assetId:guid}/image", ImageAsync);
        assets.MapGet("/assets/{assetId:guid}/thumbnail", ThumbnailAsync);
        assets.MapGet("/assets/{assetId:guid}/frames/{frame:int}", FrameAsync);
        assets.MapPost("/assets/{assetId:guid}/excluded-frames", ExcludeFramesAsync);
    }

    /// <summary>Takes images, videos and zip archives of them, any number of parts; a damaged one is reported and stops nothing.</summary>
    public static async Task<IngestReport> UploadAsync(RequestActor who, Guid versionId, HttpRequest request, UploadReader uploads, IngestAssetsCommand ingest, DepartmentQuotaGate quotas, DomainErrorText texts, CancellationToken cancellation)
    {
        // Before the body is read, for all its batches: what a program sends in vain fills no disk, and what was let in is taken to its end.
        using var room = await quotas.HoldStorageAsync(who.Actor, versionId, request.ContentLength ?? 0, cancellation);
        var total = new IngestReport([], [], [], []);
        await foreach (var source in uploads.ReadAsync(request, cancellation))
        {
            var part = await ingest.ExecuteAsync(who.Actor, versionId, source, null, cancellation, room);
            total = new IngestReport(
                [.. total.Added, .. part.Added],
                [.. total.Duplicates, .. part.Duplicates],
                [.. total.Failed, .. part.Failed.Select(failed => failed with { Message = texts.Of(failed.Code, failed.Message) })],
                [.. total.Ignored, .. part.Ignored]);
        }

        return total;
    }

    public static async Task<AssetPage> ListAsync(
        RequestActor who, Guid versionId, [AsParameters] AssetQuery query, AssetQueries assets, HttpResponse response, CancellationToken cancellation, string? after = null, int pageSize = DefaultPageSize)
    {
        var filter = query.ToFilter(who.Actor);
        response.Headers["X-Total-Count"] = (await assets.CountAsync(who.Actor, versionId, filter, cancellation)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return await assets.ListAsync(who.Actor, versionId, filter, after, pageSize, cancellation);
    }

    /// <summary>Moves assets into the version's trash.</summary>
    public static async Task<IResult> DeleteAsync(RequestActor who, Guid versionId, [Microsoft.AspNetCore.Mvc.FromBody] AssetIds body, DeleteAssetsCommand delete, CancellationToken cancellation) =>
        TypedResults.Ok(new DeletedCount(await delete.ExecuteAsync(who.Actor, versionId, body.Ids, cancellation)));

    public static Task<AssetDetails> GetAsync(RequestActor who, Guid assetId, AssetQueries assets, CancellationToken cancellation) => assets.GetAsync(who.Actor, assetId, cancellation);

    public static async Task<IResult> ImageAsync(RequestActor who, Guid assetId, AssetMediaQueries media, HttpResponse response, CancellationToken cancellation) =>
        Send(await media.GetImageAsync(who.Actor, assetId, cancellation), response);

    public static async Task<IResult> ThumbnailAsync(RequestActor who, Guid assetId, AssetMediaQueries media, HttpResponse response, CancellationToken cancellation, int size = 256) =>
        Send(await media.GetThumbnailAsync(who.Actor, assetId, size, cancellation), response);

    /// <summary>The frame-th decoded frame of a video, counted from 0, as JPEG or, with format=png, without loss.</summary>
    public static async Task<IResult> FrameAsync(RequestActor who, Guid assetId, int frame, AssetFrameQueries frames, HttpResponse response, CancellationToken cancellation, string? format = null)
    {
        var image = await frames.GetFrameAsync(who.Actor, assetId, frame, Parse<FrameFormat>(format) ?? FrameFormat.Jpeg, cancellation);
        response.Headers.CacheControl = Forever;
        return Results.File(image.Content, image.MediaType, entityTag: new EntityTagHeaderValue($"\"{image.Tag}\""));
    }

    /// <summary>Leaves frames of a video out of labelling and training, or takes them back; answers with all that are left out.</summary>
    public static async Task<ExcludedFrameList> ExcludeFramesAsync(RequestActor who, Guid assetId, FrameExclusion body, ExcludeFramesCommand exclude, CancellationToken cancellation) =>
        new(await exclude.ExecuteAsync(who.Actor, assetId, body.Exclude ?? [], body.Restore ?? [], cancellation));

    private static IResult Send(AssetMedia media, HttpResponse response)
    {
        response.Headers.CacheControl = Forever;
        return Results.File(media.Path, media.MediaType, entityTag: new EntityTagHeaderValue($"\"{media.Sha256}\""), enableRangeProcessing: true);
    }

    private static T? Parse<T>(string? text)
        where T : struct, Enum => string.IsNullOrEmpty(text) ? null : EnumText<T>.Parse(text);
}

/// <summary>Assets by id.</summary>
public sealed record AssetIds(IReadOnlyList<Guid> Ids);

/// <summary>Frames to leave out and to take back, counted from 0.</summary>
public sealed record FrameExclusion(IReadOnlyList<int>? Exclude = null, IReadOnlyList<int>? Restore = null);

/// <summary>Frames of a video that are left out, ascending.</summary>
public sealed record ExcludedFrameList(IReadOnlyList<int> ExcludedFrames);

/// <summary>How many were deleted.</summary>
public sealed record DeletedCount(int Deleted);
