using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>What was deleted from a draft; assets come here by <c>DELETE /dataset-versions/ID/assets</c>.</summary>
public static class TrashEndpoints
{
    private const int DefaultPageSize = 60;

    public static void MapTrash(this IEndpointRouteBuilder api)
    {
        var trash = api.MapGroup("/dataset-versions/{versionId:guid}/trash").WithTags("Assets");
        trash.MapGet("", ListAsync);
        trash.MapPost("/restore", RestoreAsync);
        trash.MapDelete("", EmptyAsync);
        trash.MapGet("/{assetId:guid}/thumbnail", ThumbnailAsync);
    }

    public static Task<TrashListing> ListAsync(RequestActor who, Guid versionId, TrashQueries trash, CancellationToken cancellation, int skip = 0, int pageSize = DefaultPageSize) =>
        trash.ListAsync(who.Actor, versionId, skip, pageSize, cancellation);

    /// <summary>Brings assets back with their annotations; without ids everything.</summary>
    public static Task<RestoredAssets> RestoreAsync(RequestActor who, Guid versionId, TrashedIds body, RestoreAssetsCommand restore, CancellationToken cancellation) =>
        restore.ExecuteAsync(who.Actor, versionId, body.Ids, cancellation);

    /// <summary>Deletes for good; without ids everything.</summary>
    public static async Task<DeletedCount> EmptyAsync(RequestActor who, Guid versionId, [FromBody] TrashedIds body, EmptyTrashCommand empty, CancellationToken cancellation) =>
        new(await empty.ExecuteAsync(who.Actor, versionId, body.Ids, cancellation));

    public static async Task<IResult> ThumbnailAsync(
        RequestActor who, Guid versionId, Guid assetId, AssetMediaQueries media, HttpResponse response, CancellationToken cancellation, int size = 256)
    {
        var picture = await media.GetTrashedThumbnailAsync(who.Actor, versionId, assetId, size, cancellation);
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return Results.File(picture.Path, picture.MediaType, entityTag: new EntityTagHeaderValue($"\"{picture.Sha256}\""));
    }
}

/// <summary>Assets in a trash; without ids all of them.</summary>
public sealed record TrashedIds(IReadOnlyList<Guid>? Ids = null);
